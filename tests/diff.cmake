# Two versions of a form; a form on paper.
recolte_unit_test(diff formspec_lib)
recolte_unit_test(print formspec_lib)
