#include "kit/base/buf.h"
