# Two versions of a form.
recolte_unit_test(diff formspec_lib)
