#!/bin/sh
# Revisa esta carpeta. / Confere esta pasta. / Checks this folder.
#
#   sh verificar.sh
#   sh verificar.sh COUNT HEAD
#
# COUNT and HEAD stand on the paper slip. Without them a chain that was cut, or written anew, does not show.
# It needs a shell and sha256sum, and openssl where there are stamps of time. It changes nothing and asks nobody.
LC_ALL=C
export LC_ALL
case $0 in */*) cd "${0%/*}" || exit 2 ;; esac
bad=0
fault() {
  bad=$((bad + 1))
  printf 'FALLA / FALHA / FAULT  %s: %s\n' "$1" "$2"
}
fine() { printf 'bien / bem / good      %s\n' "$1"; }
hash_of() {
  set -- $(sha256sum < "$1")
  printf '%s' "$1"
}
value() { # value FILE NAME: what stands behind this name
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$2 "*)
      printf '%s' "${line#* }"
      return 0 ;;
    esac
  done < "$1"
  return 1
}
five() {
  number=00000$1
  while [ ${#number} -gt 5 ]; do number=${number#?}; done
  printf '%s' "$number"
}

# 1. The chain: each link holds the digest of the link before, and its own number.
count=0 highest=0
head=0000000000000000000000000000000000000000000000000000000000000000
for link in cadena/*.txt; do
  [ -f "$link" ] || break
  seq=$(value "$link" seq) || seq=0
  case $seq in *[!0-9]* | '' | 0* | ??????*) seq=0 ;; esac
  if [ "$link" != "cadena/$(five "$seq").txt" ]; then
    fault "$link" "reordered: otro número / outro número / another number"
  fi
  while [ "$seq" -gt $((highest + 1)) ]; do
    highest=$((highest + 1))
    fault "cadena/$(five "$highest").txt" "deleted: falta / falta / it is missing"
  done
  if [ "$(value "$link" previous)" != "$head" ]; then
    fault "$link" "edited: este, o el anterior / este, ou o anterior / this one, or the one before"
  fi
  head=$(hash_of "$link")
  count=$((count + 1))
  [ "$seq" -le "$highest" ] || highest=$seq
done
fine "cadena: $count"

# 2. Where it ends: as the folder says, as each slip says, as the paper says.
mark() { # mark COUNT HEAD WHERE: the chain passes through this link
  at=cadena/$(five "$1").txt
  if [ ! -f "$at" ]; then
    fault "$3" "truncated: la cadena termina antes / a cadeia termina antes / the chain ends before"
  elif [ "$(hash_of "$at")" != "$2" ]; then
    fault "$3" "edited: la cadena es otra / a cadeia é outra / it is another chain"
  else
    fine "$3"
  fi
}
if [ -f marca.txt ]; then
  mark "$(value marca.txt count)" "$(value marca.txt head)" marca.txt
  if [ "$(value marca.txt count)" != "$count" ]; then
    fault marca.txt "truncated: el número no es este / o número não é este / the number is not this one"
  fi
else
  fault marca.txt "deleted: falta / falta / it is missing"
fi
for slip in recibos/*.txt; do
  [ -f "$slip" ] || break
  mark "$(value "$slip" count)" "$(value "$slip" head)" "$slip"
done
if [ $# -ge 2 ]; then
  mark "$1" "$2" "papel / papel / paper"
else
  printf '%s\n' "sin el papel / sem o papel / without the paper: un final cortado no se ve / um final cortado não se vê / an end that was cut does not show"
fi

# 3. The facts that are shown: each is the one that its link speaks of.
for fact in hechos/*.txt; do
  [ -f "$fact" ] || break
  link=cadena/${fact#hechos/}
  if [ ! -f "$link" ]; then
    fault "$fact" "added: no está en la cadena / não está na cadeia / not in the chain"
  elif [ "$(value "$link" fact)" != "$(hash_of "$fact")" ]; then
    fault "$fact" "edited: cambió / mudou / it was changed"
  fi
done

# 4. The list: the last act of the chain holds its digest, and it holds the digest of every file.
last=hechos/$(five "$count").txt
if [ ! -f "$last" ] || [ ! -f lista.txt ]; then
  fault "lista.txt, $last" "deleted: falta / falta / it is missing"
else
  if [ "$(value "$last" action)" != exported ] || [ "$(value "$last" after)" != "$(hash_of lista.txt)" ]; then
    fault lista.txt "edited: no es la del último acto / não é a do último ato / not the one of the last act"
  fi
  while read -r digest name; do
    if [ ! -f "$name" ]; then
      fault "$name" "deleted: falta / falta / it is missing"
    elif [ "$(hash_of "$name")" != "$digest" ]; then
      fault "$name" "edited: cambió / mudou / it was changed"
    fi
  done < lista.txt
fi

# 5. Every piece is in the list, and is what came in, or what was made of it: an act says so.
for piece in piezas/*; do
  [ -f "$piece" ] || break
  digest=$(hash_of "$piece") item=${piece#piezas/} known=no
  item=${item%%.*}
  for fact in hechos/*.txt; do
    case $(value "$fact" action) in acquired | redacted)
      if [ "$(value "$fact" item)" = "$item" ] && [ "$(value "$fact" after)" = "$digest" ]; then known=yes; fi ;;
    esac
  done
  if [ $known = yes ]; then
    fine "$piece"
  else
    fault "$piece" "edited: ningún acto lo conoce / nenhum ato o conhece / no act knows it"
  fi
done

# 6. Stamps of time: what an authority said of the list of a day, in which a leaf stands for this chain.
for stamp in horas/*.tsr; do
  [ -f "$stamp" ] || break
  day=${stamp%.tsr}
  if ! openssl ts -verify -data "$day.txt" -in "$stamp" -CAfile "$day.pem" -untrusted "$day.pem" > /dev/null 2>&1; then
    fault "$stamp" "la autoridad no responde por esto / a autoridade não responde por isto / the authority does not stand by this"
    continue
  fi
  leaf=$(hash_of "$day.hoja") found=no
  while IFS= read -r line; do
    [ "$line" != "$leaf" ] || found=yes
  done < "$day.txt"
  if [ $found = yes ]; then
    mark "$(value "$day.hoja" count)" "$(value "$day.hoja" head)" "$stamp"
    printf '   autoridad / autoridade / authority: sha256 %s\n' "$(hash_of "$day.pem")"
  else
    fault "$day.hoja" "no está en la lista de ese día / não está na lista desse dia / not in the list of that day"
  fi
done

if [ $bad -eq 0 ]; then
  printf '%s\n' "TODO ESTÁ COMO ESTABA / TUDO ESTÁ COMO ESTAVA / EVERYTHING IS AS IT WAS"
  exit 0
fi
printf 'FALLAS / FALHAS / FAULTS: %s\n' "$bad"
exit 1
