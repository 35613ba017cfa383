#!/bin/sh
# release.sh FOLDER: what a release of the commit that is checked out consists of: the archive, the single header, a list of
# what is in it (SPDX; there are no dependencies), and checksums. The same commit gives the same bytes.
set -eu
cd "$(dirname "$0")/.."
[ -z "$(git status --porcelain)" ] || { echo "not everything is committed" && exit 1; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
version=$(sed -n 's/^#define RUNG_VERSION_[A-Z]* //p' include/rung/version.hpp | paste -sd .)
archive=rung-$version.tar.gz

git archive --format=tar "--prefix=rung-$version/" HEAD | gzip -n -9 >"$folder/$archive"
cmake/single_header.sh >"$folder/rung_single.hpp"
checksum=$(sha256sum "$folder/$archive" | cut -d ' ' -f 1)
created=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)
cat >"$folder/rung-$version.spdx.json" <<EOT
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "rung-$version",
  "documentNamespace": "urn:rung:$version:$checksum",
  "creationInfo": { "created": "$created", "creators": ["Tool: cmake/release.sh"] },
  "packages": [
    {
      "SPDXID": "SPDXRef-rung",
      "name": "rung",
      "versionInfo": "$version",
      "packageFileName": "$archive",
      "downloadLocation": "NOASSERTION",
      "filesAnalyzed": false,
      "licenseConcluded": "BSL-1.0",
      "licenseDeclared": "BSL-1.0",
      "copyrightText": "NOASSERTION",
      "checksums": [{ "algorithm": "SHA256", "checksumValue": "$checksum" }]
    }
  ],
  "relationships": [
    { "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-rung" }
  ]
}
EOT
cd "$folder"
sha256sum "$archive" rung_single.hpp "rung-$version.spdx.json" >SHA256SUMS
cat SHA256SUMS
