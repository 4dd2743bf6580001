include(xpath.cmake)
include(forms.cmake)
include(instance.cmake)
include(diff.cmake)
