"""The handlers of the pages."""

from litestar import Router

from opads.web import (
    assets,
    batches,
    checking,
    converting,
    exploring,
    interface,
    publishing,
    register,
    statements,
    writing,
)

__all__ = ("PAGES",)

PAGES = (
    Router(
        "/",
        route_handlers=[
            checking.home,
            checking.check,
            checking.check_example,
            publishing.publish,
            *converting.HANDLERS,
            interface.show_interface,
            interface.show_operation,
            interface.show_model,
            *statements.HANDLERS,
            assets.serve_asset,
            assets.serve_theme,
            *exploring.HANDLERS,
            *batches.HANDLERS,
            *register.HANDLERS,
            *writing.HANDLERS,
        ],
    ),
)
"""All of them."""
