#include "collector/store_parts.h"
