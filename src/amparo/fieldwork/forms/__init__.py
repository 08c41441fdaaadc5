"""What is asked at the desk about a study: its plan, its size, its protocol, who carries a phone, a mended answer."""
