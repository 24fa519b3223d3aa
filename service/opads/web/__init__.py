"""The page: server-rendered, complete without JavaScript, nothing from any other host."""
