recolte_unit_test(web recolte_web)
