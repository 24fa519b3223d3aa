"""Codecs: how one native value and one canonical value correspond, in both directions."""

from opads.mapping.codecs.base import Codec, CodecError, Narrowed
from opads.mapping.codecs.spec import CodecSpec, codec_of

__all__ = ("Codec", "CodecError", "CodecSpec", "Narrowed", "codec_of")
