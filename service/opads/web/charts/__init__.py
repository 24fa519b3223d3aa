"""Charts of the pages: drawings made here, with the numbers as text beside them or in a table behind them.

A view makes one of the charts below and hands it to its template, which loads ``charts.css`` and calls the macro::

    chart = Bars("by-rule", _("Findings by rule"), (_("Rule"), _("Findings")), tuple(
        Bar(info.title, n, speech.number(n), href=f"/rules/{info.id}", kind="error") for info, n in counts))

    {% from "charts.html" import bars, columns, stack, heat with context %}
    {% block styles %}<link rel="stylesheet" href="{{ asset("charts.css") }}">{% endblock %}
    {{ bars(chart) }}

=========== ====================== ==========================================================================
macro       chart                  what it draws
=========== ====================== ==========================================================================
``bars``    :class:`Bars`          a table; under each row its bar, what is measured as text in it
``stack``   :class:`Stack`         one or more bars made of parts, a key of the parts, the numbers in a table
``columns`` :class:`Columns`       columns along time or along a file, whole or of parts, the numbers in a table
``heat``    :class:`Heat`          a table of two dimensions, each cell with its text and one of six shades
=========== ====================== ==========================================================================

What is measured is a number, a :class:`Span` (a range: drawn solid up to its lower end, hatched up to its upper one,
with an arrow where it has no upper end), or None: not stated, drawn as a ring and said in words by ``shown``.
Numbers are only drawn from: what people read is ``shown``, already in the language of the page.

``kind`` is one of :data:`KINDS`; each has a colour and, where parts stand beside each other, a texture of its own.
``href`` is the path of a page without its language (the macro puts that before), or begins with ``#`` or ``/v1/``.
The id of a chart is that of its ``<figure>``, and has to be the only one of its name on the page.
Texts of charts come translated; labels from documents may come as they are: they are escaped, shortened and isolated. A label that is
a text of ours is named so (``own=True``): its language may need marks that are made visible in those of documents.
All geometry stands in attributes of SVG, because pages may have no styles of their own (Content-Security-Policy).
"""

from opads.web.charts.bars import Bar, Bars
from opads.web.charts.columns import Column, Columns
from opads.web.charts.heat import Cell, Heat, HeatRow
from opads.web.charts.kinds import KINDS, Part
from opads.web.charts.measures import Measure, Span
from opads.web.charts.stacks import Stack, StackRow

__all__ = (
    "KINDS",
    "Bar",
    "Bars",
    "Cell",
    "Column",
    "Columns",
    "Heat",
    "HeatRow",
    "Measure",
    "Part",
    "Span",
    "Stack",
    "StackRow",
)
