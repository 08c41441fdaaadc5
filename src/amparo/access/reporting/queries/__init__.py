"""Reading threads: as she sees hers, and as those who may read them do."""
