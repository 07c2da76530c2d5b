"""Goals that can be measured: what a goal says exactly, and whether it holds however it is reasonably read."""
