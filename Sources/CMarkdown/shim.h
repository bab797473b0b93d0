#pragma once
#include <cmark.h>
#include <stdlib.h>

// The options are macros with casts, which Swift doesn't see.
static const int fovea_markdown_options = CMARK_OPT_DEFAULT;
