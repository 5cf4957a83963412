#include "services/cli/reason.h"

#include <cerrno>
#include <cstring>

namespace amtslotse::cli {

std::string ReasonText(int reason) {
  switch (reason) {
    case ENOENT: return "das gibt es nicht";
    case EACCES:
    case EPERM: return "keine Berechtigung";
    case EROFS: return "dort lässt sich nichts schreiben";
    case ENOSPC:
    case EDQUOT: return "die Platte ist voll";
    case EEXIST: return "das gibt es schon";
    case ENOTDIR: return "ist kein Ordner";
    case EISDIR: return "ist ein Ordner";
    case ENOTEMPTY: return "der Ordner ist nicht leer";
    case EIO: return "die Platte meldet einen Fehler";
    case ECONNREFUSED: return "dort hört niemand";
    case ETIMEDOUT: return "keine Antwort";
    case EHOSTUNREACH:
    case ENETUNREACH: return "kein Weg dorthin";
    default: return std::strerror(reason);
  }
}

}  // namespace amtslotse::cli
