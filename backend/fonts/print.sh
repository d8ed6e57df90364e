#!/bin/sh
# Makes the fonts of the PDF papers from the npm package @fontsource-variable/onest (see README.md).
# Usage: sh print.sh path/to/@fontsource-variable/onest
set -eu
source="$1/files"
here=$(dirname "$0")

for weight in 400 600; do
    for part in latin latin-ext cyrillic cyrillic-ext symbols; do
        fonttools varLib.instancer "$source/onest-$part-wght-normal.woff2" "wght=$weight" --quiet \
            --output "$here/$part.ttf"
    done
    pyftmerge --output-file="$here/merged.ttf" "$here/latin.ttf" "$here/latin-ext.ttf" \
        "$here/cyrillic.ttf" "$here/cyrillic-ext.ttf" "$here/symbols.ttf"
    pyftsubset "$here/merged.ttf" --no-hinting --layout-features='kern,mark,ccmp' \
        --unicodes=U+0020-007E,U+00A0-017F,U+0218-021B,U+0400-045F,U+0490-0493,U+049A-049B,U+04A2-04A3,U+04AE-04B1,U+04BA-04BB,U+04D8-04D9,U+04E8-04E9,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2039-203A,U+202F,U+2116,U+20B8,U+2192,U+2212,U+2713 \
        --output-file="$here/onest-$weight.ttf"
    rm "$here/merged.ttf" "$here/latin.ttf" "$here/latin-ext.ttf" "$here/cyrillic.ttf" \
        "$here/cyrillic-ext.ttf" "$here/symbols.ttf"
done
