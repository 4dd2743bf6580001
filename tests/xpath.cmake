recolte_unit_test(xpath formspec_lib)
