"""Line B1: risks by territory and group, with honest intervals, and what is changed because of them."""
