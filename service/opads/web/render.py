HTML = "text/html; charset=utf-8"
def page(name: str, **values) -> bytes:
    return b""
