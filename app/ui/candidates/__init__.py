"""The side panel: the candidates, and what is done to the chosen one."""
