"""Experience to hours and calendar months: ``counting`` adds up, the other modules each do one step.

periods: days and months · arithmetic: weeks to hours, in words · estimate: one experience · duties: hours within work.
"""
