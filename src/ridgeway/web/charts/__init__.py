"""Charts drawn on the server: small, accessible SVG with the data in a table beside it.

A chart is a frozen :class:`Chart`; ``<c-chart :chart="chart" />`` puts it on a page and the same SVG goes
into a PDF. Colours are presentation attributes, so nothing depends on a stylesheet.
"""

from ridgeway.web.charts.bars import Bar, bar_chart
from ridgeway.web.charts.celeration import ChartDay, ChartLine, PhaseChange, Practised, celeration_chart
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.funnel import Limit, Placed, funnel_chart
from ridgeway.web.charts.heat import Cell, Heading, HeatMap, Level, heat_map, level_of
from ridgeway.web.charts.histogram import histogram
from ridgeway.web.charts.intervals import Estimated, interval_chart
from ridgeway.web.charts.line import Series, line_chart
from ridgeway.web.charts.love import Unlike, love_plot
from ridgeway.web.charts.scales import LinearScale, LogScale, Tick, TimeScale
from ridgeway.web.charts.scatter import Point, scatter_chart
from ridgeway.web.charts.spark import sparkline
from ridgeway.web.charts.steps import steps
from ridgeway.web.charts.years import YearLine, YearPoint, years_chart

__all__ = [
    "Bar",
    "Cell",
    "Chart",
    "ChartDay",
    "ChartLine",
    "DataTable",
    "Estimated",
    "Frame",
    "Heading",
    "HeatMap",
    "Level",
    "Limit",
    "LinearScale",
    "LogScale",
    "PhaseChange",
    "Placed",
    "Point",
    "Practised",
    "Series",
    "Tick",
    "TimeScale",
    "Unlike",
    "YearLine",
    "YearPoint",
    "bar_chart",
    "celeration_chart",
    "funnel_chart",
    "heat_map",
    "histogram",
    "interval_chart",
    "level_of",
    "line_chart",
    "love_plot",
    "scatter_chart",
    "sparkline",
    "steps",
    "years_chart",
]
