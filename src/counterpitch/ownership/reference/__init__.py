"""The measure of the kernel: integrated ownership and control in plain Python.

Used where the compiled kernel is not built, and to test it. Integrated ownership after Brioschi
and others (1989) without loops through the owner (Chapelle and Szafarz, "Controlling firms
through the majority voting rule", 2005), which for owners that nobody owns is the probability
that a walk up the holdings ends at that owner. The bands make it an interval Markov chain
(Škulj, 2009): lower bounds are sums of products, upper bounds give each holder its lower bound and
the slack to the best holders first.
"""

from counterpitch.ownership.reference.company import Company
from counterpitch.ownership.reference.heads import control
from counterpitch.ownership.reference.vectors import integrate

__all__ = ["Company", "control", "integrate"]
