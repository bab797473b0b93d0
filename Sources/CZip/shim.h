// Names libzip's header, which lies where pkg-config says.
#pragma once
#include <zip.h>
