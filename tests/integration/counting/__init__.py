"""What is counted, estimated, asked for and let out: these tests need numpy, on both engines."""
