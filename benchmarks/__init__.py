"""Measurements of speed and size, run by `script/bench`; docs/benchmarks.md tells what they found and what limits it.

Nothing here is a test: machines differ and are shared. Ratios measured side by side in one run are what counts.
"""
