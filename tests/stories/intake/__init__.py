"""Stories of the desk, of cameras and of sheets of cases."""
