"""Printed and counted: what a project printed beside what Stegvis counts."""
