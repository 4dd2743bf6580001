# kit/base/db and collector
recolte_unit_test(db recolte_db)
