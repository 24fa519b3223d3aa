"""Beyond one machine: the same work on Apache Spark (``opads[spark]``, Java 17 or newer).

As an engine of ``opads bulk``, and as functions for a job of one's own: ``judge``, ``convert`` and ``report`` take a
DataFrame of disclosures. How to run them on a cluster: ``docs/spark.md``.
"""

from opads.spark.frames import convert, judge, report

__all__ = ("convert", "judge", "report")
