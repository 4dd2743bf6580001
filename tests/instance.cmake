recolte_unit_test(instance formspec_lib)
recolte_unit_test(names formspec_lib)
recolte_unit_test(fake formspec_lib)
