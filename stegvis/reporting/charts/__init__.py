"""Pictures of results: Altair specifications rendered on the server, the same for page, Word and print.

On a page the SVG stands inline and takes its colours from the page's theme (light or dark); for documents the same
drawing becomes a PNG in light colours. altair and vl-convert are imported only when a picture is drawn.
"""

from stegvis.reporting.charts.drawing import Drawing
from stegvis.reporting.charts.pictures import comparison_dots, destination_bars, volume_bars

__all__ = ["Drawing", "comparison_dots", "destination_bars", "volume_bars"]
