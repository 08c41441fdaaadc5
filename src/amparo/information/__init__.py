"""Line B of the brief: what is known of the risks, made of what may be counted, and never of a person."""
