"""The GBVIMS Incident Recorder: what one incident is in its words, and the rows that may leave."""
