"""The second room: what may be counted, in codes, without anybody in it."""
