"""The pages on which a questionnaire is written, looked through, signed and withdrawn."""
