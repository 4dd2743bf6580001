include(xpath.cmake)
