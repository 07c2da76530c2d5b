"""The week of whoever looks: meetings, plan talks, sessions they lead."""
