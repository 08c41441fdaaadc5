"""The two ways through this door: in, sealed; and on, in codes."""
