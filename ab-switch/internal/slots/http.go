package slots

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Handler answers GET /cfg, for all readers by name, and GET /cfg/NAME.
func Handler(readers []*Reader) http.Handler {
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, what any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(what)
	}
	mux.HandleFunc("GET /cfg", func(w http.ResponseWriter, _ *http.Request) {
		all := map[string]Status{}
		for _, r := range readers {
			all[r.Name] = r.Status()
		}
		answer(w, all)
	})
	mux.HandleFunc("GET /cfg/{name}", func(w http.ResponseWriter, request *http.Request) {
		for _, r := range readers {
			if r.Name == request.PathValue("name") {
				answer(w, r.Status())
				return
			}
		}
		http.Error(w, fmt.Sprintf("no --volume is named %q", request.PathValue("name")), http.StatusNotFound)
	})
	return mux
}
