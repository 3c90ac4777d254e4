"""The desk: pages and an API over the store. FastAPI is used in this package only."""
