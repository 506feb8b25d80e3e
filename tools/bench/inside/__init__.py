"""What runs in a process of its own with the platform's settings: it fills the database and asks it afterwards."""
