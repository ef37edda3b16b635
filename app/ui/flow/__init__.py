"""What lies between the session and the jobs: one object for each thing that a person does."""
