"""Reading the vault: who reads, whether letters may come, and what an open session can open."""
