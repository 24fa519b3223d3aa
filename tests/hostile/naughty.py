"""Texts that break programs, by what they break: written here, for every field that a disclosure has for words."""

TEXTS: dict[str, str] = {
    "nothing in words": "undefined", "null": "null", "none": "None", "nil": "(null)", "not a number": "NaN", "true": "TRUE",
    "a number": "1E+02", "octal": "0777", "hexadecimal": "0xffffffffffffffff", "grouped": "1,000,000.00", "minus": "-", "infinity": "-Infinity",
    "blanks": "a  b", "no-break": "a\u00a0b\u2007c\u3000d", "zero width": "a\u200bb\u200cc\u200dd\ufeffe", "soft hyphen": "a\u00adb",
    "line ends": "a\nb\r\nc\rd\u2028e\u2029f\u0085g", "tab": "a\tb", "controls": "a\x01b\x07c\x1bd\x7fe\x9bf", "tags": "a\U000e0041\U000e007fb",
    "punctuation": ",./;'[]\\-=<>?:\"{}|_+!@#$%^&*()`~", "symbols": "\u03a9\u2248\u00e7\u221a\u222b\u02dc\u00b5\u2264\u2265\u00f7",
    "quotes": "\u2018\u2019\u201c\u201d\u00ab\u00bb'\"`", "superscripts": "\u2070\u2074\u2075\u2080\u00b2", "fractions": "\u215b\u00bd\u2153",
    "cyrillic": "\u0420\u0430rty", "greek": "\u0395\u03bb\u03bb\u03ac\u03b4\u03b1 \u03c2", "arabic": "\u0645\u0631\u062d\u0628\u0627", "hebrew": "\u05e9\u05dc\u05d5\u05dd",
    "devanagari": "\u0928\u092e\u0938\u094d\u0924\u0947", "thai": "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "han": "\u7530\u4e2d\u3055\u3093", "hangul": "\uc0ac\ud68c",
    "case grows": "\u0130\u00df\ufb03\u0149", "case shrinks": "\u212a\u212b\u017f", "composed": "e\u0301\u0327 \u1e9b\u0323", "full width": "\uff21\uff11\uff0e",
    "emoji": "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f469 \U0001f1ea\U0001f1fa \U0001f44d\U0001f3ff", "beyond the first plane": "\U00020bb7\U0001d54f",
    "private": "\ue000\uf8ff\U0010fffd", "no characters": "\ufffe\uffff\U0001ffff", "replacement": "\ufffd", "many marks": "Z" + "\u0351\u0346\u0489" * 60 + "a",
    "one grapheme": "a" + "\u0301" * 1_000, "turned": "\u202eevil\u2066\u202dtxt.exe", "isolates open": "\u2067\u2068\u2066x", "marks of direction": "a\u200e\u200fb",
    "digits of others": "\u0661\u0662\u0663", "script": "<script>alert(1)</script>", "closing": "</script></style></title></textarea><svg onload=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)\" x='", "image": "<img src=x onerror=alert(1)>", "comment": "--><!--<script>", "cdata": "]]><x/>",
    "entity": "&lt;script&gt;&#60;&amp;", "address": "javascript:alert(1)", "data": "data:text/html,<script>alert(1)</script>", "markdown": "](javascript:alert(1)) ![x](http://x/)",
    "template": "{{7*7}}${7*7}#{7*7}<%= 7*7 %>{% raw %}", "format": "%s%n%x%d {0.__class__} %(a)s", "shell": "$(touch /tmp/x) `id` ; rm -rf / & | \\",
    "sql": "1'; DROP TABLE users-- \" OR 1=1", "headers": "a%0d%0aSet-Cookie: x=1", "header lines": "x\r\nX-Evil: 1", "log": '\n{"level": "info", "event": "forged"}',
    "path": "../../../../etc/passwd", "windows path": "..\\..\\CON", "terminal": "\x1b[2J\x1b]8;;http://evil\x07x\x1b]52;c;eA==\x07", "formula": '=HYPERLINK("http://x","y")',
    "formula of commands": "@SUM(1)*cmd|' /C calc'!A0", "workflow": "::error file=a::b\n::set-output name=x::y", "entity of xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "jndi": "${jndi:ldap://127.0.0.1/a}", "pointer": "/a~1b~0c/0/-", "long": "word " * 2_000, "long word": "w" * 10_000, "reserved": "__proto__",
}  # fmt: skip
"""By what is wrong with them."""
