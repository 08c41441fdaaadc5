"""Can a frightened person on an old phone do it? A real house, a real browser.

This folder is a package so that the browser belongs to it alone: it is closed before other tests open a database.
"""
