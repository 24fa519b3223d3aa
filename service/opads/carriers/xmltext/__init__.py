"""XML texts: elements and attributes as the members of records, read strictly, nothing ever fetched or expanded."""

from opads.carriers.xmltext.carrier import XmlCarrier

__all__ = ("XmlCarrier",)
