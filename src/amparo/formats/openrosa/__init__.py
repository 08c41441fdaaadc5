"""What the OpenRosa servers and phones of ODK say to each other: forms, submissions, lists and settings. Pure.

``forms`` reads a form, ``submissions`` what a phone sends back, ``lists`` writes what a phone asks a server for, and
``settings_code`` writes the square that tells a phone which server it belongs to. XML comes from phones nobody here
holds: ``documents`` reads it without a document type, without entities, and within limits.
"""
