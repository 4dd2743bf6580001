# kit/exchange
recolte_unit_test(attachment recolte_exchange)
recolte_unit_test(changeset recolte_exchange)
recolte_unit_test(changeset_entry recolte_exchange)
recolte_unit_test(envelope recolte_exchange)
recolte_unit_test(escrow recolte_exchange)
recolte_unit_test(handover recolte_exchange)
recolte_unit_test(heard recolte_exchange)
recolte_unit_test(manifest recolte_exchange)
recolte_unit_test(manifest_end recolte_exchange)
recolte_unit_test(invitation recolte_exchange)
recolte_unit_test(receipt recolte_exchange)
recolte_unit_test(keyfile recolte_exchange)

# Wrote tests/golden once; kept to show where the files come from.
add_executable(make_golden EXCLUDE_FROM_ALL golden/make_golden.c)
target_link_libraries(make_golden PRIVATE recolte_record)
include(depot.cmake)
