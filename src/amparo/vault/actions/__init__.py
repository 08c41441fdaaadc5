"""Writing in the vault: keys that come and go, rings that are made, wrapped, turned and destroyed."""
