"""What stands beside a fault and leaves it as plain: why it is there, who was told, and who will see to it."""
