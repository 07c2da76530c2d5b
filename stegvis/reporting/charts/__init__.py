"""Pictures of results, drawn on the server: the same for page, report and print.

On a page a picture is an image of its own address, in light or dark colours; in reports the SVG stands inside, or
becomes a PNG in light colours. vl-convert is imported only when a PNG is made.
"""

from stegvis.reporting.charts.drawing import Drawing
from stegvis.reporting.charts.flow import flow_picture
from stegvis.reporting.charts.funnel import funnel_picture, patterns_picture
from stegvis.reporting.charts.layers import layers_picture
from stegvis.reporting.charts.pictures import comparison_dots, destination_bars, volume_bars

__all__ = [
    "Drawing",
    "comparison_dots",
    "destination_bars",
    "flow_picture",
    "funnel_picture",
    "layers_picture",
    "patterns_picture",
    "volume_bars",
]
