// The vendor's own client, driven against a server that claims to speak its language. Each step is printed as one line of
// JSON; what is asked for is the caller's business.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	taikun "github.com/itera-io/taikungoclient"
	core "github.com/itera-io/taikungoclient/client"
)

// Step says how one call ended; Message is what the client makes of a refusal.
type Step struct {
	Name    string `json:"name"`
	Status  int    `json:"status"`
	Message string `json:"message,omitempty"`
	Value   any    `json:"value,omitempty"`
}

func tell(name string, answer *http.Response, err error, value any) {
	step := Step{Name: name, Value: value}
	if answer != nil {
		step.Status = answer.StatusCode
	}
	if failure := taikun.CreateError(answer, err); failure != nil {
		step.Message = failure.Error()
		step.Value = nil
	}
	line, err := json.Marshal(step)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func find(client *core.APIClient, name string) *core.UserForListDto {
	found, _, err := client.UsersAPI.UsersList(context.Background()).Search(name).Execute()
	if err != nil || len(found.Data) != 1 {
		return nil
	}
	return &found.Data[0]
}

func projectsOf(client *core.APIClient, name string) []int32 {
	ids := []int32{}
	if user := find(client, name); user != nil {
		for _, project := range user.BoundProjects {
			ids = append(ids, project.ProjectId)
		}
	}
	return ids
}

// signIn takes an address and a password, or an access key.
func signIn(host string) *core.APIClient {
	get := os.Getenv
	client := taikun.NewClientFromCredentials(get("EMAIL"), get("PASSWORD"), get("ACCESS_KEY"), get("SECRET_KEY"), get("MODE"), host)
	// there is no TLS on loopback
	client.Client.GetConfig().Scheme = "http"
	return client.Client
}

func main() {
	name := os.Getenv("NAME")
	background := context.Background()
	client := signIn(os.Getenv("HOST"))
	users := client.UsersAPI

	all, answer, err := users.UsersList(background).Limit(7).Offset(3).Execute()
	if err != nil {
		tell("list", answer, err, nil)
		os.Exit(1)
	}
	tell("list", answer, err, []int{len(all.Data), int(all.TotalCount)})

	body := core.CreateUserCommand{}
	body.SetUsername(name)
	body.SetEmail(name + "@made.example")
	body.SetDisplayName("Made By A Peer")
	body.SetRole(core.USERROLE_USER)
	_, answer, err = users.UsersCreate(background).CreateUserCommand(body).Execute()
	tell("create", answer, err, nil)
	_, answer, err = users.UsersCreate(background).CreateUserCommand(body).Execute()
	tell("create again", answer, err, nil)

	user := find(client, name)
	if user == nil {
		fmt.Fprintln(os.Stderr, "the user that was created is not listed")
		os.Exit(1)
	}
	projects, answer, err := client.ProjectsAPI.ProjectsDropdown(background).UserId(user.Id).Execute()
	tell("projects", answer, err, len(projects))
	ids := []int32{projects[0].GetId()}
	for _, call := range []string{"bind", "bind again", "unbind", "unbind again"} {
		if call == "bind" || call == "bind again" {
			answer, err = users.UsersAddUserProjects(background, user.Id).RequestBody(ids).Execute()
		} else {
			answer, err = users.UsersDeleteUserProjects(background, user.Id).RequestBody(ids).Execute()
		}
		tell(call, answer, err, len(projectsOf(client, name)))
	}

	update := core.UpdateUserCommand{}
	update.SetId(user.Id)
	update.SetUsername(user.Username)
	update.SetEmail(user.Email)
	update.SetDisplayName("Renamed By A Peer")
	update.SetRole(core.USERROLE_MANAGER)
	update.SetIsApprovedByPartner(true)
	answer, err = users.UsersUpdateUser(background).UpdateUserCommand(update).Execute()
	renamed := find(client, name)
	tell("update", answer, err, []string{renamed.GetDisplayName(), string(renamed.GetRole())})

	answer, err = users.UsersDelete(background, user.Id).Execute()
	tell("delete", answer, err, nil)
	answer, err = users.UsersDelete(background, user.Id).Execute()
	tell("delete again", answer, err, nil)
}
