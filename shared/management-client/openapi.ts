// Generated from docs/openapi.json by `npm run openapi`.

import type { JsonValue } from "../model/json.ts";
export interface paths {
    readonly "/api/projects": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the projects that the token may read, oldest first
         * @description Requires any API token, or a session.
         */
        readonly get: operations["listProjects"];
        readonly put?: never;
        /**
         * Create a project
         * @description Requires the role admin in the installation.
         */
        readonly post: operations["createProject"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a project
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getProject"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a project with its environments. Its keys stop working
         * @description Requires the role admin in the installation.
         */
        readonly delete: operations["deleteProject"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change name or description
         * @description Requires the role admin in the project.
         */
        readonly patch: operations["updateProject"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the environments of a project by sort order
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listEnvironments"];
        readonly put?: never;
        /**
         * Create an environment. Every flag gets a configuration in it, off
         * @description Requires the role admin in the project.
         */
        readonly post: operations["createEnvironment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read an environment
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getEnvironment"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete an environment. Its keys stop working, and edges erase its flags
         * @description Requires the role admin in the project.
         */
        readonly delete: operations["deleteEnvironment"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change name, order, private attributes or allowed origins
         * @description Requires the role admin in the environment.
         */
        readonly patch: operations["updateEnvironment"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/usage": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read how much of the limits an environment's flag set uses
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getEnvironmentUsage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the flags of a project by key, each with its state in every environment
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listFlags"];
        readonly put?: never;
        /**
         * Create a flag in every environment of the project, off
         * @description Requires the role editor in the project.
         */
        readonly post: operations["createFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a flag
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getFlag"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a flag that is no prerequisite of another flag
         * @description Requires the role editor in the project.
         */
        readonly delete: operations["deleteFlag"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change name, description, tags, owner, client-side visibility, metadata or JSON Schema. The last two are replaced as a whole
         * @description Requires the role editor in the project.
         */
        readonly patch: operations["updateFlag"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}/archive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Archive a flag. Readers do not get it until it is restored
         * @description Requires the role editor in the project.
         */
        readonly post: operations["archiveFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Restore an archived flag unchanged
         * @description Requires the role editor in the project.
         */
        readonly post: operations["restoreFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the configuration of a flag in an environment
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getConfiguration"];
        /**
         * Replace the whole configuration
         * @description Requires the role editor in the environment.
         */
        readonly put: operations["putConfiguration"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Replace the given members
         * @description Requires the role editor in the environment.
         */
        readonly patch: operations["patchConfiguration"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/segments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the segments of a project by key, without members and rules
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listSegments"];
        readonly put?: never;
        /**
         * Create a segment
         * @description Requires the role editor in the project.
         */
        readonly post: operations["createSegment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/segments/{segmentKey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a segment
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getSegment"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a segment that is not in use
         * @description Requires the role editor in the project.
         */
        readonly delete: operations["deleteSegment"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Replace the given members
         * @description Requires the role editor in the project.
         */
        readonly patch: operations["updateSegment"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/segments/{segmentKey}/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Add and remove members. Sending the same change again changes nothing
         * @description Requires the role editor in the project.
         */
        readonly patch: operations["changeSegmentMembers"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List drafts and applied change sets, newest first. With state=applied: the history
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listChangeSets"];
        readonly put?: never;
        /**
         * Create a draft
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["createChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a change set, without its operations
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getChangeSet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the name or the description of a draft
         * @description Requires the role editor in an environment of the project.
         */
        readonly patch: operations["updateChangeSet"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/operations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the operations of a change set in their order
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listOperations"];
        readonly put?: never;
        /**
         * Append operations to a draft. Each is made from the state of now
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["addOperations"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/diff": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What a draft would change now, or what an applied change set has changed
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getChangeSetDiff"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/problems": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Why a draft cannot be applied to the state of now
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getChangeSetProblems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/revert": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create a draft that takes an applied change set back
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["revertChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/operations/{position}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove one operation of a draft. Those after it move up
         * @description Requires the role editor in an environment of the project.
         */
        readonly delete: operations["removeOperation"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/discard": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Discard a draft. It can still be read
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["discardChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rebase": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Merge a draft three ways into the state of now. 409 names what cannot be merged
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["rebaseChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/apply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply a draft in one transaction. 409 names every conflict and every problem
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["applyChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Evaluate given and recorded contexts before and after a draft, and count what changes
         * @description Requires the role viewer in the project.
         */
        readonly post: operations["previewChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/request-review": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask others to review a draft. Where nothing protected changes, it can be applied meanwhile
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["requestReview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/approvals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the approvals of a change set
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listApprovals"];
        readonly put?: never;
        /**
         * Approve the diff of a draft. Authors cannot; any edit of the draft voids it
         * @description Requires the role viewer in the project.
         */
        readonly post: operations["approveChangeSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/schedule": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Apply a draft at a time, with the rights that the caller has then. Any edit ends the schedule
         * @description Requires the role editor in an environment of the project.
         */
        readonly put: operations["scheduleChangeSet"];
        readonly post?: never;
        /**
         * Take a draft off the schedule
         * @description Requires the role editor in an environment of the project.
         */
        readonly delete: operations["unscheduleChangeSet"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/break-glass": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply a draft to protected environments without approvals. The history keeps the reason
         * @description Requires the role admin in the project.
         */
        readonly post: operations["breakGlass"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rollout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the gradual rollout of a change set: its steps, and the time of each
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getRollout"];
        /**
         * Plan a gradual rollout of a draft, in place of the one before. An edit like any other
         * @description Requires the role editor in an environment of the project.
         */
        readonly put: operations["putRollout"];
        readonly post?: never;
        /**
         * Remove the gradual rollout of a draft
         * @description Requires the role editor in an environment of the project.
         */
        readonly delete: operations["deleteRollout"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rollout/start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply the operations of a draft and the first step now. A schedule of the draft does so at a time
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["startRollout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rollout/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply no further step until the rollout is resumed
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["pauseRollout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rollout/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Go on after the rest of the wait, or at once. The rights of the caller count from now on
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["resumeRollout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rollout/advance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply the next step now. If it does not fit any more, 409 says why, and the rollout stays as it is
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["advanceRollout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/rollout/stop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Apply no further step; with revert, take the applied ones back in the same transaction
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["stopRollout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/protection": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read who must approve changes of an environment. 404 if it is not protected
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getProtection"];
        /**
         * Protect an environment. Another protection is replaced only with a reason
         * @description Requires the role admin in the project.
         */
        readonly put: operations["putProtection"];
        readonly post?: never;
        /**
         * End the protection of an environment, with a reason
         * @description Requires the role admin in the project.
         */
        readonly delete: operations["deleteProtection"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/explain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Evaluate a flag for a context, and say why it serves what it serves
         * @description Requires the role viewer in the project.
         */
        readonly post: operations["explainEvaluation"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/change-sets/{changeSetId}/operations/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Append to a draft one operation for each flag of a filter that the change changes
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["addBulkOperations"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/compare/{targetKey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Compare two environments flag by flag: what promoting from the first to the second would change
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["compareEnvironments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/promote/{targetKey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create a draft that brings the configurations of flags in the second environment to those in the first
         * @description Requires the role editor in an environment of the project.
         */
        readonly post: operations["promoteFlags"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}/copy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Copy a flag under a new key
         * @description Requires the role editor in the project.
         */
        readonly post: operations["copyFlag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/document": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read everything that is configured in a project as one document, by keys
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getProjectDocument"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/document/plan": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Compare a document with a project: what it would change, and the operations that do it
         * @description Requires the role viewer in the project.
         */
        readonly post: operations["planProjectDocument"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}/uses": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List what has a flag as a prerequisite, and the open change sets that name the flag
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getFlagUses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/segments/{segmentKey}/uses": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the flags and segments whose rules name a segment, and the open change sets that do
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getSegmentUses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}/evaluations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Count the recorded evaluations of a flag in an environment by variation and hour. Clients that ask for all flags at once record none
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getEvaluations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/attributes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List attributes and values in a sample of recorded contexts, without private ones. The audit log gets an entry
         * @description Requires the role viewer in the environment, and the right contexts:read.
         */
        readonly get: operations["getSeenAttributes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/flag-set": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the whole flag set of an environment, as its readers get it
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getFlagSet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the keys of a project, newest first, including revoked ones
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listSdkKeys"];
        readonly put?: never;
        /**
         * Create a key. Only this response contains the key
         * @description Requires the role admin in the project.
         */
        readonly post: operations["createSdkKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/keys/{keyId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a key, without its secret
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getSdkKey"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a key. It stops working everywhere
         * @description Requires the role admin in the project.
         */
        readonly delete: operations["revokeSdkKey"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/keys/{keyId}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Create a key of the same kind, scope and expiry. The old key works until the given time
         * @description Requires the role admin in the project.
         */
        readonly post: operations["rotateSdkKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/readers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List who reads the streams of a project, at all control planes and at the edges behind them
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listReaders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow the changes of a project as server-sent events
         * @description Event `ready` comes first: `position`, and `isComplete`, which is false if the position of `Last-Event-ID` is unknown here. Then comes one event `change` for each entry of the audit log: its `position`, `entryId`, `action`, `resourceType`, `resourceId`, `userId`, `createdAt`, and `flagKey`, `environmentKey`, `segmentKey` and `changeSetId`, each of which may be null. The stream ends when the token or the session no longer gives access.
         */
        readonly get: operations["watchChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the webhooks of a project
         * @description Requires the role admin in the project.
         */
        readonly get: operations["listWebhooks"];
        readonly put?: never;
        /**
         * Create a webhook. Only this response contains its secret
         * @description Requires the role admin in the project.
         */
        readonly post: operations["createWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a webhook, without its secret
         * @description Requires the role admin in the project.
         */
        readonly get: operations["getWebhook"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a webhook with its deliveries
         * @description Requires the role admin in the project.
         */
        readonly delete: operations["deleteWebhook"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the URL or the event types of a webhook, enable or disable it
         * @description Requires the role admin in the project.
         */
        readonly patch: operations["updateWebhook"];
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}/rotate-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a new secret. For some hours deliveries are signed with the old one, too
         * @description Requires the role admin in the project.
         */
        readonly post: operations["rotateWebhookSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Serve a webhook again that was paused after failures
         * @description Requires the role admin in the project.
         */
        readonly post: operations["resumeWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send a test event, once. The delivery shows what came of it
         * @description Requires the role admin in the project.
         */
        readonly post: operations["testWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the deliveries of a webhook, newest first
         * @description Requires the role admin in the project.
         */
        readonly get: operations["listWebhookDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}/deliveries/{deliveryId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a delivery with its body
         * @description Requires the role admin in the project.
         */
        readonly get: operations["getWebhookDelivery"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send the event of a delivery again, as a new delivery with the same webhook-id
         * @description Requires the role admin in the project.
         */
        readonly post: operations["redeliverWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/roles": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the roles of users in a project and in its environments
         * @description Requires the role admin in the project.
         */
        readonly get: operations["listRoles"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/roles/{userId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Give a user a role in a project
         * @description Requires the role admin in the project.
         */
        readonly put: operations["putProjectRole"];
        readonly post?: never;
        /**
         * Remove a user's role in a project. Roles in its environments stay
         * @description Requires the role admin in the project.
         */
        readonly delete: operations["deleteProjectRole"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/environments/{environmentKey}/roles/{userId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Give a user a role in an environment
         * @description Requires the role admin in the project.
         */
        readonly put: operations["putEnvironmentRole"];
        readonly post?: never;
        /**
         * Remove a user's role in an environment
         * @description Requires the role admin in the project.
         */
        readonly delete: operations["deleteEnvironmentRole"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/audit-export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the audit log of a project as JSON Lines, for `audit verify --file`
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["exportProjectAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit-export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the audit log of users and API tokens as JSON Lines
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["exportAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the changes of a project, newest first
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["listProjectAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/projects/{projectId}/audit/{entryId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read one entry with its values, whatever their size
         * @description Requires the role viewer in the project.
         */
        readonly get: operations["getProjectAuditEntry"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the changes of users and API tokens, newest first
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["listAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit/{entryId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read one entry about users and API tokens
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["getAuditEntry"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit/erasures": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Erase a value that names a person from the audit log
         * @description Requires the role admin in the installation.
         */
        readonly post: operations["eraseAuditValue"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the user of this token
         * @description Requires any API token, or a session.
         */
        readonly get: operations["getMe"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List users, oldest first
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["listUsers"];
        readonly put?: never;
        /**
         * Create a user
         * @description Requires the role admin in the installation.
         */
        readonly post: operations["createUser"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{userId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a user
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["getUser"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a user. The tokens of the user stop working
         * @description Requires the role admin in the installation.
         */
        readonly delete: operations["deleteUser"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change email address, name or role
         * @description Requires the role admin in the installation.
         */
        readonly patch: operations["updateUser"];
        readonly trace?: never;
    };
    readonly "/api/sign-in-methods": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read how people can sign in
         * @description Requires no API token.
         */
        readonly get: operations["getSignInMethods"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read who is signed in, with which roles, and until when
         * @description Requires any API token, or a session.
         */
        readonly get: operations["getSession"];
        readonly put?: never;
        /**
         * Sign in with a password
         * @description Requires no API token.
         */
        readonly post: operations["signIn"];
        /**
         * Sign out: the session of this request ends, and its streams with it
         * @description Requires a session.
         */
        readonly delete: operations["signOut"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/session/redeem": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign in with the token of a one-time link or an invitation
         * @description Requires no API token.
         */
        readonly post: operations["redeemSignInLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sign-in/oidc": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Sign in with OpenID Connect: a browser opens this
         * @description Requires no API token.
         */
        readonly get: operations["beginOidcSignIn"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sign-in/oidc/callback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Take the answer of the provider, which sends the browser here
         * @description Requires no API token.
         */
        readonly get: operations["finishOidcSignIn"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/session/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Set your password. Your other sessions end, and links that you were given stop working
         * @description Requires a session.
         */
        readonly put: operations["setOwnPassword"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List your sessions, newest first
         * @description For people, with a session, or a token that is neither read-only nor for one project.
         */
        readonly get: operations["listOwnSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions/{sessionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End one of your sessions, also the one of this request. Its streams end within a second
         * @description For people, with a session, or a token that is neither read-only nor for one project.
         */
        readonly delete: operations["endOwnSession"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{userId}/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the sessions of a user, newest first
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["listSessionsOfUser"];
        readonly put?: never;
        readonly post?: never;
        /**
         * End all sessions of a user. Their streams end within a second
         * @description Requires the role admin in the installation.
         */
        readonly delete: operations["endSessionsOfUser"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{userId}/sessions/{sessionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * End a session of a user. Its streams end within a second
         * @description Requires the role admin in the installation.
         */
        readonly delete: operations["endSessionOfUser"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sign-in-links": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a link that signs you in once, within 10 minutes. Only this response contains its token
         * @description For people, with a session, or a token that is neither read-only nor for one project.
         */
        readonly post: operations["createSignInLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{userId}/invitation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the invitation of a user that is not used yet
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["getInvitation"];
        readonly put?: never;
        /**
         * Invite a person to sign in once, within 7 days, and to set a password. The invitation before stops working. Only this response contains the token
         * @description Requires the role admin in the installation.
         */
        readonly post: operations["inviteUser"];
        /**
         * Revoke the invitation of a user
         * @description Requires the role admin in the installation.
         */
        readonly delete: operations["revokeInvitation"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{userId}/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the tokens of a user, newest first
         * @description Requires the role admin in the installation.
         */
        readonly get: operations["listApiTokens"];
        readonly put?: never;
        /**
         * Create a token with the rights of its user, or fewer. Only this response contains the token
         * @description Requires the role admin in the installation.
         */
        readonly post: operations["createApiToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/users/{userId}/tokens/{tokenId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a token
         * @description Requires the role admin in the installation.
         */
        readonly delete: operations["revokeApiToken"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/me/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List your tokens, newest first
         * @description For people, with a session, or a token that is neither read-only nor for one project.
         */
        readonly get: operations["listOwnApiTokens"];
        readonly put?: never;
        /**
         * Create a token with your rights, or fewer. Only this response contains the token
         * @description For people, with a session, or a token that is neither read-only nor for one project.
         */
        readonly post: operations["createOwnApiToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/me/tokens/{tokenId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke one of your tokens, also the one of this request
         * @description For people, with a session, or a token that is neither read-only nor for one project.
         */
        readonly delete: operations["revokeOwnApiToken"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read this document
         * @description Requires no API token.
         */
        readonly get: operations["getOpenApiDocument"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/project-document.schema.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the JSON Schema of a project as a file, for editors
         * @description Requires no API token.
         */
        readonly get: operations["getProjectDocumentSchema"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Project: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            readonly description: string;
            readonly createdAt: string;
            readonly updatedAt: string;
        };
        /** @description RFC 9457 problem details. */
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail: string;
            /**
             * @description Stable, for use by programs.
             * @example INVALID_REQUEST
             */
            readonly code: string;
            /** @description The first 100 faults. */
            readonly errors?: readonly {
                readonly path: string;
                readonly message: string;
            }[];
            /**
             * Format: uuid
             * @description With `ALREADY_CREATED`: what the first request with this Idempotency-Key has created.
             */
            readonly resourceId?: string;
            /** @description The number of faults that were found, also of those that `errors` leaves out. */
            readonly errorsTotal?: number;
        };
        readonly NewProject: {
            readonly name: string;
            /** @default  */
            readonly description?: string;
        };
        readonly ProjectPatch: {
            readonly name?: string;
            readonly description?: string;
        };
        readonly Environment: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            readonly sortOrder: number;
            /** @description Context attributes that edges redact from events. `a.b` is a member of an object. */
            readonly privateAttributes: readonly string[];
            /** @description Origins whose web pages may use client keys: `https://app.example.com`, `https://*.example.com` for all subdomains, `*` for any origin. An empty list refuses all browsers. */
            readonly allowedOrigins: readonly string[];
            /** @description The version of its flag set. Every change takes the next version. */
            readonly version: number;
            readonly createdAt: string;
        };
        readonly NewEnvironment: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            /** @default 0 */
            readonly sortOrder?: number;
            /**
             * @description Context attributes that edges redact from events. `a.b` is a member of an object.
             * @default []
             */
            readonly privateAttributes?: readonly string[];
            /**
             * @description Origins whose web pages may use client keys: `https://app.example.com`, `https://*.example.com` for all subdomains, `*` for any origin. An empty list refuses all browsers.
             * @default [
             *       "*"
             *     ]
             */
            readonly allowedOrigins?: readonly string[];
        };
        readonly Usage: {
            readonly flags: {
                readonly used: number;
                readonly limit: number;
            };
            readonly segments: {
                readonly used: number;
                readonly limit: number;
            };
            readonly rules: {
                readonly used: number;
                readonly limit: number;
            };
            readonly conditions: {
                readonly used: number;
                readonly limit: number;
            };
            /** @description Values of conditions, and targeting keys of segments. */
            readonly values: {
                readonly used: number;
                readonly limit: number;
            };
            /** @description An upper bound of the bytes in a snapshot. */
            readonly bytes: {
                readonly used: number;
                readonly limit: number;
            };
        };
        readonly EnvironmentPatch: {
            readonly name?: string;
            readonly sortOrder?: number;
            /** @description Context attributes that edges redact from events. `a.b` is a member of an object. */
            readonly privateAttributes?: readonly string[];
            /** @description Origins whose web pages may use client keys: `https://app.example.com`, `https://*.example.com` for all subdomains, `*` for any origin. An empty list refuses all browsers. */
            readonly allowedOrigins?: readonly string[];
        };
        readonly ListedFlag: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            readonly description: string;
            /** @enum {string} */
            readonly type: "boolean" | "string" | "number" | "json";
            readonly tags: readonly string[];
            /**
             * @description A user or a team, as people write it. Readers do not get it; null: none.
             * @example team-checkout
             */
            readonly owner: string | null;
            /** @description Whether client keys (browsers, mobile apps) have access to the flag. */
            readonly clientSide: boolean;
            /**
             * @description Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most 20 entries; names of at most 64 characters, of which some are reserved; texts of at most 256 characters, booleans and integers.
             * @example {
             *       "owner": "checkout",
             *       "ticket": 4711
             *     }
             */
            readonly metadata: {
                readonly [key: string]: string | boolean | number;
            };
            /**
             * @description A JSON Schema (2020-12) that the values of a flag of type json must match; null: none. Readers do not get it. At most 16384 characters, with 500 schemas within it; references within the document only; patterns of RE2 syntax. `format` is an annotation.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "steps"
             *       ],
             *       "properties": {
             *         "steps": {
             *           "type": "integer",
             *           "minimum": 1
             *         }
             *       }
             *     }
             */
            readonly jsonSchema: {
                readonly [key: string]: unknown;
            } | null;
            readonly archived: boolean;
            /** Format: uuid */
            readonly createdBy: string;
            readonly createdAt: string;
            readonly updatedAt: string;
            /** @description By sort order. */
            readonly environments: readonly components["schemas"]["FlagStatus"][];
        };
        readonly FlagStatus: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            readonly enabled: boolean;
            readonly version: number;
            /**
             * @description The variation that is served while the flag is off; null: none has the default value, or the value is long.
             * @example new-checkout
             */
            readonly offVariation: string | null;
            readonly fallthrough: components["schemas"]["Serve"];
            readonly ruleCount: number;
            readonly updatedAt: string;
            /** @description The start of the hour of the last recorded evaluation; null: none. */
            readonly lastEvaluatedHour: string | null;
        };
        /** @description What the first rule without conditions serves; null: there is none. */
        readonly Serve: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly variation?: string;
            readonly rollout?: components["schemas"]["Rollout"];
        } | null;
        readonly Rollout: {
            /** @description Weights are integers that sum to 100000. */
            readonly variations: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly variation: string;
                readonly weight: number;
            }[];
            /** @description The attribute that is hashed into a bucket. Default: the targeting key. */
            readonly bucketBy?: string;
            /** @description Part of the hash. Flags with the same seed assign the same buckets. Default: the key of the flag. */
            readonly seed?: string;
        };
        readonly Flag: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            readonly description: string;
            /** @enum {string} */
            readonly type: "boolean" | "string" | "number" | "json";
            readonly tags: readonly string[];
            /**
             * @description A user or a team, as people write it. Readers do not get it; null: none.
             * @example team-checkout
             */
            readonly owner: string | null;
            /** @description Whether client keys (browsers, mobile apps) have access to the flag. */
            readonly clientSide: boolean;
            /**
             * @description Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most 20 entries; names of at most 64 characters, of which some are reserved; texts of at most 256 characters, booleans and integers.
             * @example {
             *       "owner": "checkout",
             *       "ticket": 4711
             *     }
             */
            readonly metadata: {
                readonly [key: string]: string | boolean | number;
            };
            /**
             * @description A JSON Schema (2020-12) that the values of a flag of type json must match; null: none. Readers do not get it. At most 16384 characters, with 500 schemas within it; references within the document only; patterns of RE2 syntax. `format` is an annotation.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "steps"
             *       ],
             *       "properties": {
             *         "steps": {
             *           "type": "integer",
             *           "minimum": 1
             *         }
             *       }
             *     }
             */
            readonly jsonSchema: {
                readonly [key: string]: unknown;
            } | null;
            readonly archived: boolean;
            /** Format: uuid */
            readonly createdBy: string;
            readonly createdAt: string;
            readonly updatedAt: string;
        };
        readonly NewFlag: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            /** @description Default: the key. */
            readonly name?: string;
            /** @default  */
            readonly description?: string;
            /** @enum {string} */
            readonly type: "boolean" | "string" | "number" | "json";
            /** @default [] */
            readonly tags?: readonly string[];
            /**
             * @description A user or a team, as people write it. Readers do not get it; null: none.
             * @example team-checkout
             */
            readonly owner?: string | null;
            /**
             * @description Whether client keys (browsers, mobile apps) have access to the flag.
             * @default false
             */
            readonly clientSide?: boolean;
            /**
             * @description Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most 20 entries; names of at most 64 characters, of which some are reserved; texts of at most 256 characters, booleans and integers.
             * @default {}
             * @example {
             *       "owner": "checkout",
             *       "ticket": 4711
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string | boolean | number;
            };
            /**
             * @description A JSON Schema (2020-12) that the values of a flag of type json must match; null: none. Readers do not get it. At most 16384 characters, with 500 schemas within it; references within the document only; patterns of RE2 syntax. `format` is an annotation.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "steps"
             *       ],
             *       "properties": {
             *         "steps": {
             *           "type": "integer",
             *           "minimum": 1
             *         }
             *       }
             *     }
             */
            readonly jsonSchema?: {
                readonly [key: string]: unknown;
            } | null;
            /** @description The variations in every environment. Default for a boolean flag: `on` and `off`; required for other types. */
            readonly variations?: readonly components["schemas"]["Variation"][];
            readonly defaultValue?: components["schemas"]["JsonValue"] & unknown;
        };
        readonly Variation: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly value: components["schemas"]["JsonValue"];
            /** @default  */
            readonly name?: string;
            /** @default  */
            readonly description?: string;
        };
        /** @description Any JSON value. */
        readonly JsonValue: JsonValue;
        readonly FlagPatch: {
            readonly name?: string;
            readonly description?: string;
            readonly tags?: readonly string[];
            /**
             * @description A user or a team, as people write it. Readers do not get it; null: none.
             * @example team-checkout
             */
            readonly owner?: string | null;
            /** @description Whether client keys (browsers, mobile apps) have access to the flag. */
            readonly clientSide?: boolean;
            /**
             * @description Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most 20 entries; names of at most 64 characters, of which some are reserved; texts of at most 256 characters, booleans and integers.
             * @example {
             *       "owner": "checkout",
             *       "ticket": 4711
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string | boolean | number;
            };
            /**
             * @description A JSON Schema (2020-12) that the values of a flag of type json must match; null: none. Readers do not get it. At most 16384 characters, with 500 schemas within it; references within the document only; patterns of RE2 syntax. `format` is an annotation.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "steps"
             *       ],
             *       "properties": {
             *         "steps": {
             *           "type": "integer",
             *           "minimum": 1
             *         }
             *       }
             *     }
             */
            readonly jsonSchema?: {
                readonly [key: string]: unknown;
            } | null;
        };
        readonly Configuration: {
            readonly enabled: boolean;
            readonly defaultValue: components["schemas"]["JsonValue"] & unknown;
            readonly variations: readonly components["schemas"]["Variation"][];
            readonly prerequisites: readonly components["schemas"]["Prerequisite"][];
            readonly rules: readonly components["schemas"]["Rule"][];
            /** @description The version of the environment that last changed this configuration. */
            readonly version: number;
        };
        /** @description Another flag, which must be on and serve one of these variations. */
        readonly Prerequisite: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            readonly variations: readonly string[];
        };
        readonly Rule: {
            /** Format: uuid */
            readonly id: string;
            /** @description Rules are evaluated by ascending priority. Unique within the flag. */
            readonly priority: number;
            /** @default  */
            readonly description?: string;
            /** @description All must hold. A rule without conditions matches every user. */
            readonly conditions: readonly components["schemas"]["Condition"][];
            readonly serve: components["schemas"]["Serve"] & unknown;
        };
        readonly Condition: {
            /** @enum {string} */
            readonly conditionType: "user" | "segment" | "custom";
            /**
             * @description An attribute of the evaluation context: a key, or a path like `a.b.c`. Omitted if `conditionType` is `segment`.
             * @default
             */
            readonly attribute?: string;
            /** @example in */
            readonly operator: string;
            /** @description At least one must match. Segment keys if `conditionType` is `segment`. `eq`, `neq`, `in` and `not_in` take numbers from -9007199254740991 to 9007199254740991. */
            readonly values: readonly components["schemas"]["JsonValue"][];
        };
        readonly ConfigurationPut: {
            readonly enabled: boolean;
            readonly defaultValue: components["schemas"]["JsonValue"] & unknown;
            readonly variations: readonly components["schemas"]["Variation"][];
            readonly prerequisites: readonly components["schemas"]["Prerequisite"][];
            readonly rules: readonly components["schemas"]["RuleDraft"][];
            /** @description If given, the change is refused unless it is the current version. */
            readonly version?: number;
        };
        readonly RuleDraft: {
            /**
             * Format: uuid
             * @description The id of an existing rule; omitted for a new rule.
             */
            readonly id?: string;
            /** @description Rules are evaluated by ascending priority. Unique within the flag. */
            readonly priority: number;
            /** @default  */
            readonly description?: string;
            /** @description All must hold. A rule without conditions matches every user. */
            readonly conditions: readonly components["schemas"]["Condition"][];
            readonly serve: components["schemas"]["Serve"] & unknown;
        };
        readonly ConfigurationPatch: {
            readonly enabled?: boolean;
            readonly defaultValue?: components["schemas"]["JsonValue"] & unknown;
            readonly variations?: readonly components["schemas"]["Variation"][];
            readonly prerequisites?: readonly components["schemas"]["Prerequisite"][];
            readonly rules?: readonly components["schemas"]["RuleDraft"][];
            /** @description If given, the change is refused unless it is the current version. */
            readonly version?: number;
        };
        readonly SegmentSummary: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            readonly description: string;
            readonly createdAt: string;
            readonly updatedAt: string;
        };
        /** @description `excluded` takes precedence over `included`, and `included` over the rules. */
        readonly Segment: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            readonly description: string;
            readonly createdAt: string;
            readonly updatedAt: string;
            /** @description Targeting keys, at most 100000. */
            readonly included: readonly string[];
            /** @description Targeting keys, at most 100000. */
            readonly excluded: readonly string[];
            /** @description A user matches if all conditions of at least one rule hold. */
            readonly rules: readonly {
                readonly conditions: readonly components["schemas"]["Condition"][];
            }[];
        };
        readonly NewSegment: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            /** @description Default: the key. */
            readonly name?: string;
            /** @default  */
            readonly description?: string;
            /**
             * @description Targeting keys, at most 100000.
             * @default []
             */
            readonly included?: readonly string[];
            /**
             * @description Targeting keys, at most 100000.
             * @default []
             */
            readonly excluded?: readonly string[];
            /**
             * @description A user matches if all conditions of at least one rule hold.
             * @default []
             */
            readonly rules?: readonly {
                readonly conditions: readonly components["schemas"]["Condition"][];
            }[];
        };
        readonly SegmentPatch: {
            readonly name?: string;
            readonly description?: string;
            /** @description Targeting keys, at most 100000. */
            readonly included?: readonly string[];
            /** @description Targeting keys, at most 100000. */
            readonly excluded?: readonly string[];
            /** @description A user matches if all conditions of at least one rule hold. */
            readonly rules?: readonly {
                readonly conditions: readonly components["schemas"]["Condition"][];
            }[];
        };
        readonly SegmentMemberCounts: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly key: string;
            readonly name: string;
            readonly description: string;
            readonly createdAt: string;
            readonly updatedAt: string;
            readonly members: {
                readonly included: number;
                readonly excluded: number;
            };
        };
        /** @description Targeting keys to add and to remove, at most 10000 in all lists together. */
        readonly SegmentMemberChanges: {
            /**
             * @default {
             *       "add": [],
             *       "remove": []
             *     }
             */
            readonly included?: {
                /** @default [] */
                readonly add?: readonly string[];
                /** @default [] */
                readonly remove?: readonly string[];
            };
            /**
             * @default {
             *       "add": [],
             *       "remove": []
             *     }
             */
            readonly excluded?: {
                /** @default [] */
                readonly add?: readonly string[];
                /** @default [] */
                readonly remove?: readonly string[];
            };
        };
        readonly ChangeSet: {
            /** Format: uuid */
            readonly id: string;
            /** @description The place in the project's history; null until it is applied. */
            readonly number: number | null;
            readonly name: string;
            readonly description: string;
            /** @enum {string} */
            readonly state: "draft" | "in_review" | "approved" | "applied" | "discarded" | "rolling_out" | "completed" | "stopped";
            /**
             * @description `draft`: filled in by people; `direct`: one request that was applied at once; `environment`: an environment was created or deleted; `rollout`: a step of a gradual rollout.
             * @enum {string}
             */
            readonly origin: "draft" | "direct" | "environment" | "rollout" | "unrecorded";
            /** @description Grows with every edit; it is the ETag. */
            readonly revision: number;
            readonly operationCount: number;
            readonly byteCount: number;
            readonly flagKeys: readonly string[];
            readonly segmentKeys: readonly string[];
            readonly environmentKeys: readonly string[];
            /**
             * Format: uuid
             * @description The change set that this one takes back.
             */
            readonly reverts: string | null;
            /** Format: uuid */
            readonly createdBy: string;
            readonly createdAt: string;
            readonly updatedAt: string;
            /** Format: uuid */
            readonly appliedBy: string | null;
            readonly appliedAt: string | null;
            /** @description SHA-256 of the diff that was applied. */
            readonly diffHash: string | null;
            /**
             * @description How protected environments were changed without approvals.
             * @enum {string|null}
             */
            readonly bypass: "switch-off" | "break-glass" | null;
            readonly bypassReason: string | null;
            /** @description Whether its schedule applies it although connected readers lack a protocol feature. */
            readonly allowUnsupported: boolean;
            /** @description When it is to be applied, or was. */
            readonly applyAt: string | null;
            /** Format: uuid */
            readonly scheduledBy: string | null;
            /** @description Why it was not applied at its time. It is off the schedule then. */
            readonly scheduleError: string | null;
            /**
             * Format: uuid
             * @description The change set of which this is a step.
             */
            readonly rolloutOf: string | null;
            /** @description Which step, from 1. */
            readonly rolloutStep: number | null;
            /**
             * @description Of a change set with a gradual rollout: see GET …/rollout.
             * @enum {string|null}
             */
            readonly rolloutState: "planned" | "running" | "paused" | "completed" | "stopped" | null;
        };
        readonly NewChangeSet: {
            readonly name: string;
            /** @default  */
            readonly description?: string;
            /** @default [] */
            readonly operations?: readonly components["schemas"]["Operation"][];
        };
        /** @description One change, in the vocabulary of the other routes. */
        readonly Operation: {
            /** @enum {string} */
            readonly kind: "flag.create";
            readonly flag: components["schemas"]["NewFlag"];
        } | {
            /** @enum {string} */
            readonly kind: "flag.update";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            readonly patch: components["schemas"]["FlagPatch"];
        } | {
            /** @enum {string} */
            readonly kind: "flag.archive";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
        } | {
            /** @enum {string} */
            readonly kind: "flag.restore";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
        } | {
            /** @enum {string} */
            readonly kind: "flag.delete";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
        } | {
            /** @enum {string} */
            readonly kind: "configuration.update";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            readonly patch: components["schemas"]["ConfigurationMembersPatch"];
        } | {
            /** @enum {string} */
            readonly kind: "configuration.replace";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            readonly configuration: components["schemas"]["ConfigurationMembers"];
        } | {
            /** @enum {string} */
            readonly kind: "rule.add";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            readonly rule: components["schemas"]["RuleDraft"];
        } | {
            /** @enum {string} */
            readonly kind: "rule.update";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /** Format: uuid */
            readonly ruleId: string;
            readonly patch: components["schemas"]["RulePatch"];
        } | {
            /** @enum {string} */
            readonly kind: "rule.remove";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /** Format: uuid */
            readonly ruleId: string;
        } | {
            /** @enum {string} */
            readonly kind: "rule.move";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /** Format: uuid */
            readonly ruleId: string;
            /**
             * Format: uuid
             * @description The rule that comes after it then; null moves it to the end.
             */
            readonly before: string | null;
        } | {
            /** @enum {string} */
            readonly kind: "segment.create";
            readonly segment: components["schemas"]["NewSegment"];
        } | {
            /** @enum {string} */
            readonly kind: "segment.update";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly segmentKey: string;
            readonly patch: components["schemas"]["SegmentPatch"];
        } | {
            /** @enum {string} */
            readonly kind: "segment.delete";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly segmentKey: string;
        } | {
            /** @enum {string} */
            readonly kind: "segment.members";
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly segmentKey: string;
            readonly changes: components["schemas"]["SegmentMemberChanges"];
        };
        readonly ConfigurationMembersPatch: {
            readonly enabled?: boolean;
            readonly defaultValue?: components["schemas"]["JsonValue"] & unknown;
            readonly variations?: readonly components["schemas"]["Variation"][];
            readonly prerequisites?: readonly components["schemas"]["Prerequisite"][];
            readonly rules?: readonly components["schemas"]["RuleDraft"][];
        };
        readonly ConfigurationMembers: {
            readonly enabled: boolean;
            readonly defaultValue: components["schemas"]["JsonValue"] & unknown;
            readonly variations: readonly components["schemas"]["Variation"][];
            readonly prerequisites: readonly components["schemas"]["Prerequisite"][];
            readonly rules: readonly components["schemas"]["RuleDraft"][];
        };
        readonly RulePatch: {
            /** @description Rules are evaluated by ascending priority. Unique within the flag. */
            readonly priority?: number;
            readonly description?: string;
            /** @description All must hold. A rule without conditions matches every user. */
            readonly conditions?: readonly components["schemas"]["Condition"][];
            readonly serve?: components["schemas"]["Serve"] & unknown;
        };
        readonly StoredOperation: {
            readonly position: number;
            readonly operation: components["schemas"]["Operation"];
            /** Format: uuid */
            readonly createdBy: string;
            readonly createdAt: string;
        };
        readonly ChangeSetDiff: {
            /** @description Whether anything that the operations name has changed since they were made. */
            readonly isBehind: boolean;
            /** @description SHA-256 of a diff, in lower-case hex. */
            readonly diffHash: string;
            readonly changes: readonly components["schemas"]["ProjectChange"][];
            /** @description The diff in words. */
            readonly lines: readonly string[];
            /** @description The steps of a gradual rollout, which make the diff together. `diffHash` is that of all steps then. Empty if there are none. */
            readonly steps: readonly components["schemas"]["RolloutStepDiff"][];
            readonly conflictsTotal: number;
            readonly problemsTotal: number;
        };
        /** @description One member before and after. An absent value means that it does not exist. */
        readonly ProjectChange: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey?: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey?: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly segmentKey?: string;
            /** @example rule */
            readonly member: string;
            /** @description The key of a variation or a prerequisite, the id of a rule. */
            readonly id?: string;
            /** @description Of a rule, from 1. */
            readonly position?: number;
            readonly before?: components["schemas"]["JsonValue"];
            readonly after?: components["schemas"]["JsonValue"];
            readonly added?: readonly string[];
            readonly removed?: readonly string[];
        };
        /** @description What a step changes in the state that the step before leaves. */
        readonly RolloutStepDiff: {
            /** @description The share of users that get the variation, of 100000. */
            readonly weight: number;
            readonly waitSeconds: number;
            readonly changes: readonly components["schemas"]["ProjectChange"][];
            readonly lines: readonly string[];
        };
        /** @description The first 100 problems and conflicts. If the draft is behind, pointers of problems count the operations that a rebase would make of it. */
        readonly ChangeSetProblems: {
            /** @description Whether anything that the operations name has changed since they were made. */
            readonly isBehind: boolean;
            readonly problems: readonly components["schemas"]["DraftProblem"][];
            readonly problemsTotal: number;
            readonly conflicts: readonly components["schemas"]["DraftConflict"][];
            readonly conflictsTotal: number;
            /** @description Flags and segments that would need a protocol feature which connected readers lack. Applying them is refused without `allowUnsupported`. */
            readonly unsupported: readonly {
                readonly path: string;
                readonly message: string;
            }[];
            readonly unsupportedTotal: number;
        };
        readonly DraftProblem: {
            /** @example /operations/3/patch/rules/0/serve */
            readonly pointer: string;
            readonly code: string;
            readonly message: string;
        };
        /** @description Others have changed what the draft changes: the value that the operation was made from, the value that it would write, and the value of now. An absent value does not exist. */
        readonly DraftConflict: {
            /** @example /flags/new-checkout/environments/production/enabled */
            readonly pointer: string;
            /** @description Positions of operations about the same flag, configuration or segment. */
            readonly operations: readonly number[];
            readonly base?: components["schemas"]["JsonValue"];
            readonly proposed?: components["schemas"]["JsonValue"];
            readonly current?: components["schemas"]["JsonValue"];
        };
        readonly ChangeSetPatch: {
            readonly name?: string;
            readonly description?: string;
        };
        /** @description Operations to append, in their order. */
        readonly AddedOperations: {
            readonly operations: readonly components["schemas"]["Operation"][];
        };
        readonly Preview: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /** @description The hash of the diff that was previewed. */
            readonly diffHash: string;
            readonly flags: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly flagKey: string;
                /** @description Recorded users that were evaluated. */
                readonly evaluated: number;
                readonly changed: number;
                /** @description The most frequent 20 first. */
                readonly transitions: readonly {
                    readonly before: components["schemas"]["PreviewOutcome"];
                    readonly after: components["schemas"]["PreviewOutcome"];
                    /** @description Whether variation, value or error differ. */
                    readonly changed: boolean;
                    readonly users: number;
                }[];
                /** @description Users of transitions that are not listed. */
                readonly otherUsers: number;
                /** @description Whether it may depend on a private attribute, which recorded contexts do not contain. */
                readonly dependsOnPrivate: boolean;
            }[];
            readonly flagsLeftOff: number;
            /** @description Each given context and flag. */
            readonly given: readonly {
                /** @description The position in `contexts`, from 0. */
                readonly context: number;
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly flagKey: string;
                readonly before: components["schemas"]["PreviewOutcome"];
                readonly after: components["schemas"]["PreviewOutcome"];
                readonly changed: boolean;
            }[];
            readonly givenLeftOff: number;
            /** @description null without `recorded`. */
            readonly sample: {
                readonly days: number;
                /**
                 * Format: date-time
                 * @example 2027-01-31T12:00:00Z
                 */
                readonly from: string;
                /**
                 * Format: date-time
                 * @example 2027-01-31T12:00:00Z
                 */
                readonly to: string;
                /** @description Events that were looked at. */
                readonly events: number;
                readonly eventsWithoutUser: number;
                /** @description Distinct users in these events. */
                readonly users: number;
                readonly sampled: number;
                readonly evaluated: number;
                /** @description Users for whom at least one flag changes. */
                readonly changed: number;
                /** @description Users whose contexts are too large to be evaluated. */
                readonly leftOut: number;
                readonly caps: readonly ("SAMPLE" | "EVENTS" | "BYTES" | "TIME")[];
            } | null;
            /** @description Where private attributes are read, which recorded contexts do not contain. */
            readonly privateUses: readonly {
                readonly flagKey: string | null;
                readonly segmentKey: string | null;
                /** @description From 1; null for the members of a segment. */
                readonly rule: number | null;
                /** @enum {string} */
                readonly role: "condition" | "bucketBy" | "members";
                readonly attribute: string;
            }[];
            readonly privateUsesLeftOff: number;
            /** @description null if none were asked for. */
            readonly examples: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly flagKey: string;
                readonly user: string | null;
                /** @description Those that the flag may read; null for one of more than 1,000 characters. */
                readonly attributes: {
                    readonly [key: string]: components["schemas"]["JsonValue"];
                };
                readonly before: components["schemas"]["PreviewOutcome"];
                readonly after: components["schemas"]["PreviewOutcome"];
            }[] | null;
            /** @description Flags and segments that would need a protocol feature which connected readers lack. Applying them is refused without `allowUnsupported`. */
            readonly unsupported: readonly {
                readonly path: string;
                readonly message: string;
            }[];
            readonly unsupportedTotal: number;
            /** @description What limits the meaning of the numbers. */
            readonly notes: readonly {
                /** @example SAMPLE_CAPPED */
                readonly code: string;
                readonly message: string;
            }[];
        };
        /** @description What an edge answers. */
        readonly PreviewOutcome: {
            readonly variationKey: string | null;
            /** @example TARGETING_MATCH */
            readonly reason: string;
            readonly errorCode: string | null;
            readonly value?: components["schemas"]["JsonValue"] & unknown;
        };
        readonly PreviewRequest: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /** @description Only these flags. Default: all that the draft affects in the environment. */
            readonly flagKeys?: readonly string[];
            /**
             * @description Contexts that are evaluated before and after the draft.
             * @default []
             */
            readonly contexts?: readonly {
                readonly [key: string]: components["schemas"]["JsonValue"];
            }[];
            /** @description Evaluates the contexts of users with recorded evaluations. */
            readonly recorded?: {
                /** @default 7 */
                readonly days?: number;
                /**
                 * @description Distinct users at most, chosen by a hash of their keys.
                 * @default 1000
                 */
                readonly sample?: number;
                /**
                 * @description Users for whom a flag changes, with the attributes that it reads. Needs the right contexts:read, and is audited.
                 * @default 0
                 */
                readonly examples?: number;
            };
        };
        /** @description Counts only while the change set has this diff. */
        readonly Approval: {
            /** Format: uuid */
            readonly userId: string;
            readonly userName: string;
            /** @description SHA-256 of a diff, in lower-case hex. */
            readonly diffHash: string;
            readonly createdAt: string;
        };
        readonly NewApproval: {
            /** @description `diffHash` of the diff that was read. */
            readonly diffHash: string;
        };
        readonly Schedule: {
            /**
             * Format: date-time
             * @example 2027-01-31T12:00:00Z
             */
            readonly applyAt: string;
            /**
             * @description Whether it is applied even if readers that are connected then lack a protocol feature that it needs: these answer GENERAL for the flags that need it.
             * @default false
             */
            readonly allowUnsupported?: boolean;
        };
        readonly BreakGlass: {
            readonly reason: string;
        };
        readonly GradualRollout: {
            /** Format: uuid */
            readonly changeSetId: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /**
             * Format: uuid
             * @description The rule, which may be one that the draft adds with this id.
             */
            readonly ruleId: string;
            /**
             * @description The variation that gets a larger share with each step. What the rule serves else keeps its order, its attribute and its seed, and shares the rest in the proportion of before.
             * @example new-checkout
             */
            readonly variation: string;
            /** @enum {string} */
            readonly state: "planned" | "running" | "paused" | "completed" | "stopped";
            /** @description Why it has stopped by itself, and where; null if a person has stopped it. */
            readonly reason: string | null;
            /**
             * Format: uuid
             * @description The user who started it, or resumed it last. The rights of this user count at each step.
             */
            readonly runBy: string | null;
            readonly startedAt: string | null;
            readonly pausedAt: string | null;
            readonly endedAt: string | null;
            readonly steps: readonly components["schemas"]["RolloutStepStatus"][];
        };
        readonly RolloutStepStatus: {
            readonly position: number;
            /** @description The share of users that get the variation, of 100000. */
            readonly weight: number;
            readonly waitSeconds: number;
            /**
             * @description `failed`: it did not fit any more, `reason` says why; `stopped`: it is not applied any more.
             * @enum {string}
             */
            readonly state: "planned" | "applied" | "paused" | "failed" | "stopped";
            /** @description Of the next step, while the rollout runs; else null. */
            readonly dueAt: string | null;
            readonly appliedAt: string | null;
            /**
             * Format: uuid
             * @description The change set in the history.
             */
            readonly entryId: string | null;
            /** @description The place in the history. */
            readonly number: number | null;
        };
        readonly NewRollout: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /**
             * Format: uuid
             * @description The rule, which may be one that the draft adds with this id.
             */
            readonly ruleId: string;
            /**
             * @description The variation that gets a larger share with each step. What the rule serves else keeps its order, its attribute and its seed, and shares the rest in the proportion of before.
             * @example new-checkout
             */
            readonly variation: string;
            /** @description By ascending weight. */
            readonly steps: readonly components["schemas"]["RolloutStep"][];
        };
        readonly RolloutStep: {
            /** @description The share of users that get the variation, of 100000. */
            readonly weight: number;
            /**
             * @description Seconds from the time at which this step was applied to the next step, at least 1. Of the last step 0.
             * @default 0
             */
            readonly waitSeconds?: number;
        };
        readonly ResumeRollout: {
            /**
             * @description Whether the next step is applied at once. Default: after the rest of its wait. Refused in a protected environment, where the wait was approved.
             * @default false
             */
            readonly immediately?: boolean;
        };
        readonly StopRollout: {
            /** @description Whether the applied steps are taken back. Else they stay. */
            readonly revert: boolean;
        };
        readonly Protection: {
            /** @description How many people must approve. */
            readonly approvals: number;
            /**
             * @description Users with at least this role may approve; null: only the named users.
             * @default admin
             * @enum {string|null}
             */
            readonly approverRole?: "viewer" | "editor" | "admin" | null;
            /** @default [] */
            readonly approverIds?: readonly string[];
            /**
             * @description Whether editors may switch a flag off without approval.
             * @default false
             */
            readonly maySwitchOff?: boolean;
        };
        readonly ProtectionPut: {
            /** @description How many people must approve. */
            readonly approvals: number;
            /**
             * @description Users with at least this role may approve; null: only the named users.
             * @default admin
             * @enum {string|null}
             */
            readonly approverRole?: "viewer" | "editor" | "admin" | null;
            /** @default [] */
            readonly approverIds?: readonly string[];
            /**
             * @description Whether editors may switch a flag off without approval.
             * @default false
             */
            readonly maySwitchOff?: boolean;
            readonly reason?: string;
        };
        readonly Explanation: {
            readonly resolution: components["schemas"]["Resolution"];
            /** @description Why the flag is not understood; empty if it is. */
            readonly problems: readonly {
                readonly path: string;
                readonly message: string;
            }[];
            readonly prerequisites: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly flagKey: string;
                readonly variations: readonly string[];
                /** @enum {string} */
                readonly status: "fulfilled" | "missing" | "cycle" | "off" | "error" | "other variation";
                readonly resolution: components["schemas"]["Resolution"] | null;
            }[];
            /** @description By priority; empty if the flag is off or not understood. */
            readonly rules: readonly {
                readonly id: string;
                readonly priority: number;
                /** @enum {string} */
                readonly status: "matched" | "not matched" | "not reached";
                readonly conditions: readonly {
                    readonly condition: components["schemas"]["Condition"];
                    readonly actual: components["schemas"]["JsonValue"] & unknown;
                    /**
                     * @description `type mismatch`: the operator does not take values of this type.
                     * @enum {string}
                     */
                    readonly comparison: "compared" | "absent" | "type mismatch";
                    readonly holds: boolean;
                    readonly segments: readonly {
                        /**
                         * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                         * @example new-checkout
                         */
                        readonly segmentKey: string;
                        readonly member: boolean;
                        /** @enum {string} */
                        readonly reason: "missing" | "excluded" | "included" | "a rule holds" | "no rule holds";
                    }[];
                }[];
                readonly rollout: {
                    readonly bucketBy: string;
                    readonly seed: string;
                    /** @description The text that is hashed; null if the context has no usable one. */
                    readonly value: string | null;
                    /** @description From 0 to 99,999. */
                    readonly bucket: number | null;
                    /** @description In the order of the buckets, in 100,000ths. */
                    readonly shares: readonly {
                        readonly variation: string;
                        readonly weight: number;
                    }[];
                } | null;
            }[];
        };
        /** @description What an edge answers. */
        readonly Resolution: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            readonly value: components["schemas"]["JsonValue"];
            readonly variationKey: string | null;
            /** @example TARGETING_MATCH */
            readonly reason: string;
            readonly errorCode: string | null;
            readonly errorDetails: string | null;
        };
        readonly ExplainRequest: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environmentKey: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            /**
             * @description An evaluation context, as an application sends it.
             * @example {
             *       "targetingKey": "u-42",
             *       "plan": "premium"
             *     }
             */
            readonly context?: {
                readonly [key: string]: components["schemas"]["JsonValue"];
            };
            /** @description The number of an entry of the history: the flag is evaluated as it was after it. Default: as it is now. */
            readonly after?: number;
            /**
             * Format: uuid
             * @description A draft: the flag is evaluated as it would be after it. Not together with `after`.
             */
            readonly changeSetId?: string;
        };
        /** @description One change for every flag that a filter finds. */
        readonly BulkEdit: {
            readonly filter: components["schemas"]["BulkFilter"];
            readonly change: components["schemas"]["BulkChange"];
        };
        /** @description The filters of the list of flags, with the same meaning; `tags`: the flag has all of them. Archived flags are left out. An empty filter finds every other flag. */
        readonly BulkFilter: {
            readonly q?: string;
            /** @enum {string} */
            readonly type?: "boolean" | "string" | "number" | "json";
            readonly tags?: readonly string[];
            readonly owner?: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly environment?: string;
            readonly enabled?: boolean;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly segment?: string;
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly prerequisite?: string;
            /**
             * Format: date-time
             * @example 2027-01-31T12:00:00Z
             */
            readonly createdBefore?: string;
            /**
             * Format: date-time
             * @example 2027-01-31T12:00:00Z
             */
            readonly createdAfter?: string;
            readonly notEvaluatedForDays?: number;
        };
        /** @description What changes of each flag. */
        readonly BulkChange: {
            /** @enum {string} */
            readonly kind: "enable";
            readonly environmentKeys: readonly string[];
        } | {
            /** @enum {string} */
            readonly kind: "disable";
            readonly environmentKeys: readonly string[];
        } | {
            /** @enum {string} */
            readonly kind: "archive";
        } | {
            /** @enum {string} */
            readonly kind: "addTag";
            readonly tag: string;
        } | {
            /** @enum {string} */
            readonly kind: "removeTag";
            readonly tag: string;
        } | {
            /** @enum {string} */
            readonly kind: "setOwner";
            /**
             * @description A user or a team, as people write it. Readers do not get it; null: none.
             * @example team-checkout
             */
            readonly owner: string | null;
        };
        readonly FlagComparison: {
            /**
             * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
             * @example new-checkout
             */
            readonly flagKey: string;
            readonly isSame: boolean;
            /** @description What promoting the flag would change: `before` is the value in the target, `after` that in the source. */
            readonly changes: readonly components["schemas"]["ProjectChange"][];
            /** @description The changes in words. */
            readonly lines: readonly string[];
        };
        readonly Promotion: {
            /** @description The draft; null if nothing differs. */
            readonly changeSet: components["schemas"]["ChangeSet"] | null;
            /** @description The flags that the draft changes. */
            readonly flagKeys: readonly string[];
            /** @description Why the draft cannot be applied as it is, for example because a prerequisite has no such variation in the target. The pointers are those of GET …/problems. */
            readonly problems: readonly components["schemas"]["DraftProblem"][];
            readonly problemsTotal: number;
        };
        readonly NewPromotion: {
            /** @description Default: every flag that is not archived. */
            readonly flagKeys?: readonly string[];
            /** @description Only flags with at least one of these tags. */
            readonly tags?: readonly string[];
            /**
             * @description The members of configurations that are brought to the target. Without `enabled`, what is on there stays on and what is off stays off.
             * @default [
             *       "enabled",
             *       "defaultValue",
             *       "variations",
             *       "prerequisites",
             *       "rules"
             *     ]
             */
            readonly parts?: readonly ("enabled" | "defaultValue" | "variations" | "prerequisites" | "rules")[];
            /** @description Of the draft. */
            readonly name?: string;
            /** @default  */
            readonly description?: string;
        };
        readonly NewFlagCopy: {
            /**
             * @description The key of the new flag.
             * @example new-checkout
             */
            readonly key: string;
            /** @description Default: the name of the original. */
            readonly name?: string;
            /** @description The environments whose configuration is copied; in others the new flag starts as any new flag. Default: all. */
            readonly environmentKeys?: readonly string[];
            /**
             * @description Whether the copy is on where the original is on. Otherwise it is off everywhere, which needs no approval in protected environments.
             * @default false
             */
            readonly keepEnabled?: boolean;
            /**
             * @description Whether the copy becomes a draft. Otherwise it is applied at once.
             * @default false
             */
            readonly asDraft?: boolean;
        };
        /** @description Flags and segments by key, without ids. What is absent does not change, unless the request says that it is to be deleted. */
        readonly ProjectDocument: {
            /**
             * @description Of this format.
             * @enum {number}
             */
            readonly version: 1;
            /**
             * @description By key.
             * @default {}
             */
            readonly flags?: {
                readonly [key: string]: components["schemas"]["FlagDocument"];
            };
            /**
             * @description By key.
             * @default {}
             */
            readonly segments?: {
                readonly [key: string]: components["schemas"]["SegmentDocument"];
            };
        };
        readonly FlagDocument: {
            /** @enum {string} */
            readonly type: "boolean" | "string" | "number" | "json";
            /** @description Default: the key. */
            readonly name?: string;
            /** @default  */
            readonly description?: string;
            /** @default [] */
            readonly tags?: readonly string[];
            /**
             * @description A user or a team, as people write it. Readers do not get it; null: none.
             * @default null
             * @example team-checkout
             */
            readonly owner?: string | null;
            /**
             * @description Whether client keys (browsers, mobile apps) have access to the flag.
             * @default false
             */
            readonly clientSide?: boolean;
            /**
             * @description Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most 20 entries; names of at most 64 characters, of which some are reserved; texts of at most 256 characters, booleans and integers.
             * @default {}
             * @example {
             *       "owner": "checkout",
             *       "ticket": 4711
             *     }
             */
            readonly metadata?: {
                readonly [key: string]: string | boolean | number;
            };
            /**
             * @description A JSON Schema (2020-12) that the values of a flag of type json must match; null: none. Readers do not get it. At most 16384 characters, with 500 schemas within it; references within the document only; patterns of RE2 syntax. `format` is an annotation.
             * @example {
             *       "type": "object",
             *       "required": [
             *         "steps"
             *       ],
             *       "properties": {
             *         "steps": {
             *           "type": "integer",
             *           "minimum": 1
             *         }
             *       }
             *     }
             */
            readonly jsonSchema?: {
                readonly [key: string]: unknown;
            } | null;
            /** @default false */
            readonly archived?: boolean;
            /**
             * @description By the key of the environment. An environment that is absent does not change.
             * @default {}
             */
            readonly environments?: {
                readonly [key: string]: components["schemas"]["ConfigurationDocument"];
            };
        };
        readonly ConfigurationDocument: {
            readonly enabled: boolean;
            readonly defaultValue: components["schemas"]["JsonValue"] & unknown;
            readonly variations: readonly components["schemas"]["Variation"][];
            /** @default [] */
            readonly prerequisites?: readonly components["schemas"]["Prerequisite"][];
            /** @default [] */
            readonly rules?: readonly {
                /** @description Rules are evaluated by ascending priority. Unique within the flag. */
                readonly priority: number;
                /** @default  */
                readonly description?: string;
                /** @description All must hold. A rule without conditions matches every user. */
                readonly conditions: readonly components["schemas"]["Condition"][];
                readonly serve: components["schemas"]["Serve"] & unknown;
            }[];
        };
        readonly SegmentDocument: {
            /** @description Default: the key. */
            readonly name?: string;
            /** @default  */
            readonly description?: string;
            /**
             * @description Targeting keys, at most 100000.
             * @default []
             */
            readonly included?: readonly string[];
            /**
             * @description Targeting keys, at most 100000.
             * @default []
             */
            readonly excluded?: readonly string[];
            /**
             * @description A user matches if all conditions of at least one rule hold.
             * @default []
             */
            readonly rules?: readonly {
                readonly conditions: readonly components["schemas"]["Condition"][];
            }[];
        };
        readonly DocumentPlan: {
            /** @description The body of a draft that does it; empty if there is nothing to do. */
            readonly operations: readonly components["schemas"]["Operation"][];
            readonly changes: readonly components["schemas"]["ProjectChange"][];
            /** @description The changes in words. */
            readonly lines: readonly string[];
            readonly problems: readonly components["schemas"]["DraftProblem"][];
            readonly problemsTotal: number;
        };
        readonly FlagUses: {
            /** @description Configurations that require these variations of the flag. */
            readonly prerequisiteOf: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly flagKey: string;
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly environmentKey: string;
                readonly archived: boolean;
                readonly variations: readonly string[];
            }[];
            /** @description The newest change sets that are neither applied nor discarded and name it. */
            readonly changeSets: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly name: string;
                /** @enum {string} */
                readonly state: "draft" | "in_review" | "approved" | "applied" | "discarded" | "rolling_out" | "completed" | "stopped";
                /** @description When it is to be applied. */
                readonly applyAt: string | null;
            }[];
            /** @description false: there are more. The list of flags has filters that find them all, in pages. */
            readonly isComplete: boolean;
        };
        readonly SegmentUses: {
            /** @description Configurations whose rules name the segment. */
            readonly flags: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly flagKey: string;
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly environmentKey: string;
            }[];
            /** @description Segments whose rules name it. */
            readonly segments: readonly string[];
            /** @description The newest change sets that are neither applied nor discarded and name it. */
            readonly changeSets: readonly {
                /** Format: uuid */
                readonly id: string;
                readonly name: string;
                /** @enum {string} */
                readonly state: "draft" | "in_review" | "approved" | "applied" | "discarded" | "rolling_out" | "completed" | "stopped";
                /** @description When it is to be applied. */
                readonly applyAt: string | null;
            }[];
            /** @description false: there are more. The list of flags has filters that find them all, in pages. */
            readonly isComplete: boolean;
        };
        readonly EvaluationCounts: {
            readonly from: string;
            /** @description The end of the last hour. */
            readonly to: string;
            readonly evaluations: number;
            /** @description The 100 variations with the most evaluations. */
            readonly variations: readonly {
                /** @description null: no variation was served. */
                readonly variationKey: string | null;
                readonly evaluations: number;
                /** @description Hours without evaluations are left out. */
                readonly hours: readonly {
                    /** @description The start of the hour, in UTC. */
                    readonly hour: string;
                    readonly evaluations: number;
                }[];
            }[];
            /** @description All other variations. */
            readonly others: {
                readonly evaluations: number;
                /** @description Hours without evaluations are left out. */
                readonly hours: readonly {
                    /** @description The start of the hour, in UTC. */
                    readonly hour: string;
                    readonly evaluations: number;
                }[];
            };
        };
        readonly SeenAttributes: {
            readonly since: string;
            /** @description The number of contexts in the sample. */
            readonly contexts: number;
            readonly attributes: readonly {
                /** @description A name, or a path into objects like `a.b.c`. */
                readonly name: string;
                readonly types: readonly ("string" | "number" | "boolean")[];
                readonly contexts: number;
                readonly values: readonly {
                    readonly value: string | number | boolean;
                    readonly contexts: number;
                }[];
                readonly hasOtherValues: boolean;
            }[];
            readonly hasOtherAttributes: boolean;
        };
        readonly FlagSet: {
            readonly protocol: number;
            readonly environment: {
                /** Format: uuid */
                readonly id: string;
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly key: string;
            };
            readonly flags: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly key: string;
                /** @enum {string} */
                readonly type: "boolean" | "string" | "number" | "json";
                readonly version: number;
                readonly enabled: boolean;
                readonly defaultValue: components["schemas"]["JsonValue"];
                /** @description Whether client keys (browsers, mobile apps) have access to the flag. */
                readonly clientSide: boolean;
                readonly variations: readonly {
                    /**
                     * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                     * @example new-checkout
                     */
                    readonly key: string;
                    readonly value: components["schemas"]["JsonValue"];
                }[];
                readonly prerequisites: readonly components["schemas"]["Prerequisite"][];
                readonly rules: readonly {
                    /** Format: uuid */
                    readonly id: string;
                    readonly priority: number;
                    readonly conditions: readonly components["schemas"]["Condition"][];
                    readonly serve: components["schemas"]["Serve"] & unknown;
                }[];
                /**
                 * @description Sent with each evaluation of the flag, so public to all its readers; no part of the evaluation. At most 20 entries; names of at most 64 characters, of which some are reserved; texts of at most 256 characters, booleans and integers.
                 * @example {
                 *       "owner": "checkout",
                 *       "ticket": 4711
                 *     }
                 */
                readonly metadata?: {
                    readonly [key: string]: string | boolean | number;
                };
                /** @description Protocol features that a reader must understand. A reader that does not answers `GENERAL`. */
                readonly requires?: readonly string[];
            }[];
            readonly segments: readonly {
                /**
                 * @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or "..").
                 * @example new-checkout
                 */
                readonly key: string;
                readonly version: number;
                readonly included: readonly string[];
                readonly excluded: readonly string[];
                readonly rules: readonly {
                    readonly conditions: readonly components["schemas"]["Condition"][];
                }[];
                /** @description Protocol features that a reader must understand. A reader that does not answers `GENERAL`. */
                readonly requires?: readonly string[];
            }[];
            readonly committedAt: string;
        };
        readonly SdkKey: {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly kind: "client" | "server" | "relay";
            readonly name: string;
            /** @description The last characters of the key. */
            readonly hint: string;
            readonly allEnvironments: boolean;
            readonly environmentKeys: readonly string[];
            readonly createdAt: string;
            readonly expiresAt: string | null;
            readonly revokedAt: string | null;
        };
        readonly MintedSdkKey: {
            /** Format: uuid */
            readonly id: string;
            /** @enum {string} */
            readonly kind: "client" | "server" | "relay";
            readonly name: string;
            /** @description The last characters of the key. */
            readonly hint: string;
            readonly allEnvironments: boolean;
            readonly environmentKeys: readonly string[];
            readonly createdAt: string;
            readonly expiresAt: string | null;
            readonly revokedAt: string | null;
            /** @description The key itself. No other response contains it. */
            readonly key: string;
        };
        readonly NewSdkKey: {
            /**
             * @description client: evaluated values of client-side flags, for browsers and apps; server: the flags of one environment; relay: flags and key hashes, for edges.
             * @enum {string}
             */
            readonly kind: "client" | "server" | "relay";
            readonly name: string;
            /** @description Exactly one for client and server keys, any number for a relay key. */
            readonly environmentKeys?: readonly string[];
            /** @description Relay keys only: every environment of the project, including future ones. */
            readonly allEnvironments?: boolean;
            /**
             * Format: date-time
             * @example 2027-01-31T12:00:00Z
             */
            readonly expiresAt?: string | null;
        };
        readonly SdkKeyRotation: {
            /**
             * Format: date-time
             * @description Until this time both keys work.
             * @example 2027-01-31T12:00:00Z
             */
            readonly oldKeyExpiresAt: string;
        };
        readonly Reader: {
            /** Format: uuid */
            readonly id: string;
            /** @description null: the stream of keys. */
            readonly environmentKey: string | null;
            /** Format: uuid */
            readonly keyId: string;
            /** @description From the header `Flags-Reader` of the reader; null if it is absent there. */
            readonly name: string | null;
            /** @description From the header `Flags-Reader` of the reader; null if it is absent there. */
            readonly version: string | null;
            /** @description From the header `Flags-Reader` of the reader; null if it is absent there. */
            readonly kind: string | null;
            /** @description From the header `Flags-Reader` of the reader; null if it is absent there. */
            readonly region: string | null;
            /** @description From the header `Flags-Reader` of the reader; null if it is absent there. */
            readonly instance: string | null;
            /** @description Of `Flags-Features`. */
            readonly features: readonly string[];
            /** @description Protocol features of this control plane that the reader does not say that it understands. It answers `GENERAL` for flags that require one. */
            readonly lacks: readonly string[];
            /** @description Open streams of readers that say the same. */
            readonly streams: number;
            readonly connectedAt: string;
            /** @description When a control plane last wrote that it is connected. */
            readonly seenAt: string;
            /** @description What its control plane or its edge sent at `seenAt`; null for the stream of keys. */
            readonly position: string | null;
            /** @description What the reader itself holds, as edges report every 15 s; null: it has not said. */
            readonly reportedPosition: string | null;
            readonly reportedAt: string | null;
            /** @description The `instance` of the edge that it reads from and that reports it; null: it reads from a control plane. Of edges behind an edge each is listed, of other readers how many there are. */
            readonly via: string | null;
            /** @description Versions between `reportedPosition`, or else `position`, and the environment now. */
            readonly versionsBehind: number | null;
        };
        readonly Webhook: {
            /** Format: uuid */
            readonly id: string;
            readonly url: string;
            readonly description: string;
            /** @description The types that are sent; empty: all. */
            readonly eventTypes: readonly ("change_set.applied" | "change_set.review_requested" | "change_set.approved" | "rollout.stopped" | "environment.created" | "environment.deleted")[];
            readonly enabled: boolean;
            /**
             * Format: date-time
             * @description Paused by the control plane after failures: nothing is sent until an admin resumes it.
             */
            readonly pausedAt: string | null;
            /** @enum {string|null} */
            readonly pauseReason: "failures" | "gone" | null;
            /** @description Failed attempts in a row. */
            readonly failures: number;
            /** Format: date-time */
            readonly failingSince: string | null;
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs, too.
             */
            readonly previousSecretUntil: string | null;
            /** Format: uuid */
            readonly createdBy: string;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
        };
        readonly WebhookWithSecret: {
            /** Format: uuid */
            readonly id: string;
            readonly url: string;
            readonly description: string;
            /** @description The types that are sent; empty: all. */
            readonly eventTypes: readonly ("change_set.applied" | "change_set.review_requested" | "change_set.approved" | "rollout.stopped" | "environment.created" | "environment.deleted")[];
            readonly enabled: boolean;
            /**
             * Format: date-time
             * @description Paused by the control plane after failures: nothing is sent until an admin resumes it.
             */
            readonly pausedAt: string | null;
            /** @enum {string|null} */
            readonly pauseReason: "failures" | "gone" | null;
            /** @description Failed attempts in a row. */
            readonly failures: number;
            /** Format: date-time */
            readonly failingSince: string | null;
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs, too.
             */
            readonly previousSecretUntil: string | null;
            /** Format: uuid */
            readonly createdBy: string;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly updatedAt: string;
            /**
             * @description whsec_ and 32 bytes in base64. No other response contains it.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=
             */
            readonly secret: string;
        };
        readonly NewWebhook: {
            /**
             * @description https; http only in networks that the operator allows. Without user, password and fragment.
             * @example https://hooks.example.org/flags
             */
            readonly url: string;
            /** @default  */
            readonly description?: string;
            /**
             * @description The types that are sent; empty: all.
             * @default []
             */
            readonly eventTypes?: readonly ("change_set.applied" | "change_set.review_requested" | "change_set.approved" | "rollout.stopped" | "environment.created" | "environment.deleted")[];
            /** @default true */
            readonly enabled?: boolean;
        };
        readonly WebhookPatch: {
            /**
             * @description https; http only in networks that the operator allows. Without user, password and fragment.
             * @example https://hooks.example.org/flags
             */
            readonly url?: string;
            readonly description?: string;
            /** @description The types that are sent; empty: all. */
            readonly eventTypes?: readonly ("change_set.applied" | "change_set.review_requested" | "change_set.approved" | "rollout.stopped" | "environment.created" | "environment.deleted")[];
            readonly enabled?: boolean;
        };
        readonly WebhookSecretRotation: {
            /**
             * @description For how long the secret before signs, too. Deliveries have two signatures until then.
             * @default 24
             */
            readonly overlapHours?: number;
        };
        readonly WebhookDeliveryWithBody: {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uuid
             * @description Sent as webhook-id, on each attempt and each redelivery.
             */
            readonly eventId: string;
            readonly eventType: string;
            /** @enum {string} */
            readonly state: "pending" | "delivered" | "failed";
            readonly attempts: number;
            /**
             * Format: date-time
             * @description null: never, or not before the webhook is served again.
             */
            readonly nextAttemptAt: string | null;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly lastAttemptAt: string | null;
            readonly lastDurationMs: number | null;
            readonly lastStatus: number | null;
            readonly lastError: string | null;
            /** @description Exactly what is sent. */
            readonly body: string;
        };
        readonly WebhookDelivery: {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: uuid
             * @description Sent as webhook-id, on each attempt and each redelivery.
             */
            readonly eventId: string;
            readonly eventType: string;
            /** @enum {string} */
            readonly state: "pending" | "delivered" | "failed";
            readonly attempts: number;
            /**
             * Format: date-time
             * @description null: never, or not before the webhook is served again.
             */
            readonly nextAttemptAt: string | null;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: date-time */
            readonly lastAttemptAt: string | null;
            readonly lastDurationMs: number | null;
            readonly lastStatus: number | null;
            readonly lastError: string | null;
        };
        readonly RoleGrant: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            readonly userName: string;
            /** @enum {string} */
            readonly userKind: "person" | "service";
            /** @description null: in the whole project. */
            readonly environmentKey: string | null;
            /** @enum {string} */
            readonly role: "viewer" | "editor" | "admin";
            readonly rights: readonly "contexts:read"[];
        };
        readonly GrantedRole: {
            /** @enum {string} */
            readonly role: "viewer" | "editor" | "admin";
            /**
             * @description Rights that the role carries. contexts:read: attributes, targeting keys and values of users. Admins have them all.
             * @default []
             */
            readonly rights?: readonly "contexts:read"[];
            readonly reason?: string;
        };
        readonly AuditEntry: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            readonly userName: string;
            /** @example update */
            readonly action: string;
            /** @example flag_environment */
            readonly resourceType: string;
            /** Format: uuid */
            readonly resourceId: string;
            readonly oldValue: components["schemas"]["JsonValue"];
            readonly newValue: components["schemas"]["JsonValue"];
            /** @description Only in lists: the values were left out because of their size. Read the single entry. */
            readonly valuesOmitted: boolean;
            readonly createdAt: string;
        };
        readonly Erasure: {
            /**
             * Format: uuid
             * @description The resource of the audit entry.
             */
            readonly id: string;
            /** @description Entries that had the value; at most 1,000. */
            readonly entries: number;
            /** @description How often they had it. */
            readonly values: number;
            /** @description Deleted users whose name or email address was the value, and was replaced. */
            readonly deletedUsers: number;
            /** @description If not, send the request again. */
            readonly isComplete: boolean;
            /** @description Not stored. With it you can show later which value was erased: the digest is SHA-256 of these bytes and the value as JSON. */
            readonly salt: string;
            /** @description What the audit entry has, in hex. */
            readonly digest: string;
            /** @description null: counting took too long. Rows that still have the value, each counted up to 1,000: segments, configurations and owners of flags, and users, that are live; open drafts; applied and discarded change sets; what the history starts from; audit entries that a release without references has written. */
            readonly remaining: {
                readonly segments: number;
                readonly configurations: number;
                readonly users: number;
                readonly flags: number;
                readonly drafts: number;
                readonly history: number;
                readonly baselines: number;
                readonly auditEntries: number;
            } | null;
        };
        readonly NewErasure: {
            /** @description Values that are equal to this are erased; upper and lower case differ. */
            readonly value: string | number;
            /**
             * Format: uuid
             * @description Only in the entries of this project.
             */
            readonly projectId?: string;
        };
        readonly Me: {
            /** Format: uuid */
            readonly userId: string;
            /**
             * @description The role in the installation, which counts in every project. A viewer reads. An editor also changes flags and segments. An admin also changes users, keys, environments and projects. null: only roles in projects and environments count.
             * @enum {string|null}
             */
            readonly role: "viewer" | "editor" | "admin" | null;
        };
        readonly User: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description A service account is a program: it needs no email address, and never approves a change.
             * @enum {string}
             */
            readonly kind: "person" | "service";
            readonly email: string | null;
            readonly name: string;
            /**
             * @description The role in the installation, which counts in every project. A viewer reads. An editor also changes flags and segments. An admin also changes users, keys, environments and projects. null: only roles in projects and environments count.
             * @enum {string|null}
             */
            readonly role: "viewer" | "editor" | "admin" | null;
            readonly createdAt: string;
        };
        readonly NewUser: {
            /**
             * @description A service account is a program: it needs no email address, and never approves a change.
             * @default person
             * @enum {string}
             */
            readonly kind?: "person" | "service";
            /**
             * Format: email
             * @description Required for a person.
             * @default null
             */
            readonly email?: string | null;
            readonly name: string;
            /**
             * @description The role in the installation, which counts in every project. A viewer reads. An editor also changes flags and segments. An admin also changes users, keys, environments and projects. null: only roles in projects and environments count.
             * @enum {string|null}
             */
            readonly role: "viewer" | "editor" | "admin" | null;
        };
        readonly UserPatch: {
            /** Format: email */
            readonly email?: string | null;
            readonly name?: string;
            /**
             * @description The role in the installation, which counts in every project. A viewer reads. An editor also changes flags and segments. An admin also changes users, keys, environments and projects. null: only roles in projects and environments count.
             * @enum {string|null}
             */
            readonly role?: "viewer" | "editor" | "admin" | null;
        };
        readonly SignInMethods: {
            /** @description Whether people can sign in with a password. */
            readonly password: boolean;
            /** @description Whether people can sign in with a one-time link or an invitation. */
            readonly link: boolean;
            /** @description OpenID Connect: the button opens `/api/sign-in/oidc?to=…`, where `to` is the path to show afterwards. null: not set up. */
            readonly oidc: {
                /** @description The name of the provider, for the button: "Sign in with …". */
                readonly name: string;
            } | null;
        };
        readonly SignedInUser: {
            readonly user: {
                /** Format: uuid */
                readonly id: string;
                /** @enum {string} */
                readonly kind: "person" | "service";
                readonly email: string | null;
                readonly name: string;
            };
            readonly hasPassword: boolean;
            /**
             * @description The role in the installation, which counts in every project.
             * @enum {string|null}
             */
            readonly role: "viewer" | "editor" | "admin" | null;
            /** @description The roles in projects and environments, at most 1000. */
            readonly roles: readonly {
                /** Format: uuid */
                readonly projectId: string;
                /**
                 * @description null: in the whole project.
                 * @example new-checkout
                 */
                readonly environmentKey: string | null;
                /** @enum {string} */
                readonly role: "viewer" | "editor" | "admin";
                readonly rights: readonly "contexts:read"[];
            }[];
            /** @description Whether there are roles that `roles` leaves out. */
            readonly hasMoreRoles: boolean;
            /** @description null: the request has an API token. */
            readonly session: components["schemas"]["Session"] | null;
        };
        readonly Session: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description `link`: a one-time link that somebody made for themselves with an API token.
             * @enum {string}
             */
            readonly how: "password" | "link" | "invitation" | "oidc";
            /** @description What signed in: the beginning of its `User-Agent` header. */
            readonly userAgent: string;
            readonly createdAt: string;
            /** @description When it was last used, give or take a minute. */
            readonly lastUsedAt: string;
            /** @description When it ends if it is not used again. */
            readonly idleExpiresAt: string;
            /** @description When it ends in any case. */
            readonly expiresAt: string;
        };
        readonly PasswordSignIn: {
            readonly email: string;
            readonly password: string;
        };
        readonly LinkSignIn: {
            /** @description The token of a one-time link or an invitation. */
            readonly token: string;
        };
        readonly PasswordChange: {
            /** @description Required, unless you have signed in with an invitation and set none since, or with a one-time link and have none. */
            readonly currentPassword?: string;
            readonly newPassword: string;
        };
        readonly ListedSession: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description `link`: a one-time link that somebody made for themselves with an API token.
             * @enum {string}
             */
            readonly how: "password" | "link" | "invitation" | "oidc";
            /** @description What signed in: the beginning of its `User-Agent` header. */
            readonly userAgent: string;
            readonly createdAt: string;
            /** @description When it was last used, give or take a minute. */
            readonly lastUsedAt: string;
            /** @description When it ends if it is not used again. */
            readonly idleExpiresAt: string;
            /** @description When it ends in any case. */
            readonly expiresAt: string;
            /** @description Whether this request is part of it. */
            readonly current: boolean;
        };
        readonly MintedSignInLink: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            /** Format: uuid */
            readonly createdBy: string;
            readonly createdAt: string;
            readonly expiresAt: string;
            /** @description For `POST /api/session/redeem`, or in a link to the console: `/sign-in#link=<token>`. No other response contains it. */
            readonly token: string;
        };
        readonly Invitation: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            /** Format: uuid */
            readonly createdBy: string;
            readonly createdAt: string;
            readonly expiresAt: string;
        };
        readonly ApiToken: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            readonly name: string;
            /** @description The last characters of the token. */
            readonly hint: string;
            /**
             * Format: uuid
             * @description The only project that it may be used for; null: all.
             */
            readonly onlyProjectId: string | null;
            /** @description Whether it gives at most the role viewer. */
            readonly isReadOnly: boolean;
            /** @description The rights that a read-only token gives, as far as its user has them. Other tokens give all rights of their users. */
            readonly rights: readonly "contexts:read"[];
            readonly createdAt: string;
            readonly expiresAt: string | null;
            /** @description When it was last used, give or take a minute. */
            readonly lastUsedAt: string | null;
            readonly revokedAt: string | null;
        };
        readonly MintedApiToken: {
            /** Format: uuid */
            readonly id: string;
            /** Format: uuid */
            readonly userId: string;
            readonly name: string;
            /** @description The last characters of the token. */
            readonly hint: string;
            /**
             * Format: uuid
             * @description The only project that it may be used for; null: all.
             */
            readonly onlyProjectId: string | null;
            /** @description Whether it gives at most the role viewer. */
            readonly isReadOnly: boolean;
            /** @description The rights that a read-only token gives, as far as its user has them. Other tokens give all rights of their users. */
            readonly rights: readonly "contexts:read"[];
            readonly createdAt: string;
            readonly expiresAt: string | null;
            /** @description When it was last used, give or take a minute. */
            readonly lastUsedAt: string | null;
            readonly revokedAt: string | null;
            /** @description The token itself. No other response contains it. */
            readonly token: string;
        };
        readonly NewApiToken: {
            readonly name: string;
            /**
             * Format: date-time
             * @description null: never. If absent, the token expires after 365 days.
             * @example 2027-01-31T12:00:00Z
             */
            readonly expiresAt?: string | null;
            /**
             * Format: uuid
             * @default null
             */
            readonly onlyProjectId?: string | null;
            /** @default false */
            readonly isReadOnly?: boolean;
            /**
             * @description Rights that a read-only token carries. Refused if isReadOnly is false.
             * @default []
             */
            readonly rights?: readonly "contexts:read"[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly listProjects: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of projects. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Project"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewProject"];
            };
        };
        readonly responses: {
            /** @description The new project. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is not finished, or its answer is not kept. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The project. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateProject: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ProjectPatch"];
            };
        };
        readonly responses: {
            /** @description The current project. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listEnvironments: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of environments. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Environment"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createEnvironment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewEnvironment"];
            };
        };
        readonly responses: {
            /** @description The new environment. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getEnvironment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The environment. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteEnvironment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateEnvironment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EnvironmentPatch"];
            };
        };
        readonly responses: {
            /** @description The current environment. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getEnvironmentUsage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is used, and the limits. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listFlags: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
                /** @description Part of the key, the name or the description, in any case. */
                readonly q?: string;
                readonly state?: "active" | "archived";
                /** @description The older form of `state`. */
                readonly archived?: "true" | "false";
                readonly type?: "boolean" | "string" | "number" | "json";
                /** @description May be repeated: the flag has all of them. */
                readonly tag?: string | readonly string[];
                readonly owner?: string;
                /** @description The environment that `enabled`, `segment`, `prerequisite` and `notEvaluatedForDays` are about. */
                readonly environment?: string;
                /** @description Whether the flag is on. In `environment`, otherwise in at least one environment. */
                readonly enabled?: "true" | "false";
                /** @description Rules of the flag name it. In `environment`, otherwise in at least one environment. */
                readonly segment?: string;
                /** @description The flag has it as a prerequisite. In `environment`, otherwise in at least one environment. */
                readonly prerequisite?: string;
                readonly createdBefore?: string;
                readonly createdAfter?: string;
                /** @description Flags that are older than so many days and of which no evaluation was recorded since then, in `environment`, otherwise in all environments. Clients that ask for all flags at once record none. */
                readonly notEvaluatedForDays?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of flags. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ListedFlag"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewFlag"];
            };
        };
        readonly responses: {
            /** @description The new flag. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The flag. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["FlagPatch"];
            };
        };
        readonly responses: {
            /** @description The current flag. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly archiveFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current flag. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly restoreFlag: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current flag. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getConfiguration: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current configuration. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Configuration"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putConfiguration: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ConfigurationPut"];
            };
        };
        readonly responses: {
            /** @description The current configuration. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Configuration"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly patchConfiguration: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ConfigurationPatch"];
            };
        };
        readonly responses: {
            /** @description The current configuration. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Configuration"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSegments: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of segments. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SegmentSummary"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewSegment"];
            };
        };
        readonly responses: {
            /** @description The new segment. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSegment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly segmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The segment. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteSegment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly segmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateSegment: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly segmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SegmentPatch"];
            };
        };
        readonly responses: {
            /** @description The current segment. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly changeSegmentMembers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly segmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SegmentMemberChanges"];
            };
        };
        readonly responses: {
            /** @description The numbers of members now. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentMemberCounts"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listChangeSets: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
                /** @description With `applied`, the list is the history of the project, newest first. */
                readonly state?: "draft" | "in_review" | "approved" | "applied" | "discarded" | "rolling_out" | "completed" | "stopped";
                /** @description Only those that are to be applied at a time, and are not yet. */
                readonly scheduled?: "true";
                readonly author?: string;
                /** @description Only change sets that name, or have changed, this flag. */
                readonly flag?: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly segment?: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environment?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of change sets. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ChangeSet"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewChangeSet"];
            };
        };
        readonly responses: {
            /** @description The new draft. */
            readonly 201: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeSetPatch"];
            };
        };
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOperations: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of operations. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["StoredOperation"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly addOperations: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AddedOperations"];
            };
        };
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getChangeSetDiff: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The diff; as text if `Accept` prefers `text/plain`. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSetDiff"];
                    readonly "text/plain": string;
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getChangeSetProblems: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Problems and conflicts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSetProblems"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revertChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new draft. */
            readonly 201: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly removeOperation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
                readonly position: number | null;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly discardChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rebaseChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly applyChangeSet: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly previewChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        readonly responses: {
            /** @description What changes, and what the numbers do not say. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much of this is open, or computed, at once. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly requestReview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listApprovals: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of approvals, the oldest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Approval"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly approveChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewApproval"];
            };
        };
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly scheduleChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Schedule"];
            };
        };
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly unscheduleChangeSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly breakGlass: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["BreakGlass"];
            };
        };
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getRollout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putRollout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewRollout"];
            };
        };
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteRollout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly startRollout: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly pauseRollout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resumeRollout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ResumeRollout"];
            };
        };
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly advanceRollout: {
        readonly parameters: {
            readonly query?: {
                /** @description Why an admin skips the rest of a wait in a protected environment. The history keeps it. Else it is ignored. */
                readonly reason?: string;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly stopRollout: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: also if readers that are connected, or were in the last minute, lack a protocol feature that the change needs. They answer `GENERAL` for these flags only. Without it the change is refused with 409. */
                readonly allowUnsupported?: boolean;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["StopRollout"];
            };
        };
        readonly responses: {
            /** @description The current rollout. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GradualRollout"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getProtection: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The protection. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Protection"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putProtection: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ProtectionPut"];
            };
        };
        readonly responses: {
            /** @description The protection. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Protection"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteProtection: {
        readonly parameters: {
            readonly query?: {
                readonly reason?: string;
            };
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly explainEvaluation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ExplainRequest"];
            };
        };
        readonly responses: {
            /** @description The resolution, and each step that led to it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly addBulkOperations: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly changeSetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["BulkEdit"];
            };
        };
        readonly responses: {
            /** @description The current change set. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly compareEnvironments: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
                /** @description Only these flags. At most 100, separated by commas. */
                readonly flagKeys?: string;
                /** @description Only flags with at least one of these tags. At most 100, separated by commas. */
                readonly tags?: string;
                /** @description Whether flags that are the same in both environments are left out. A page may then have fewer entries than `limit`, also none, although `next` names another page. */
                readonly onlyDifferent?: "true" | "false";
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly targetKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of flags. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["FlagComparison"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly promoteFlags: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly targetKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewPromotion"];
            };
        };
        readonly responses: {
            /** @description Nothing differs, so there is no draft. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description The new draft. */
            readonly 201: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly copyFlag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewFlagCopy"];
            };
        };
        readonly responses: {
            /** @description The change set that makes the copy: applied, or a draft. */
            readonly 201: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeSet"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getProjectDocument: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProjectDocument"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly planProjectDocument: {
        readonly parameters: {
            readonly query?: {
                /** @description Whether flags and segments that the document does not have are deleted. */
                readonly prune?: "true" | "false";
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ProjectDocument"];
            };
        };
        readonly responses: {
            /** @description The plan. Nothing is changed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DocumentPlan"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getFlagUses: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What uses the flag. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FlagUses"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSegmentUses: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly segmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What uses the segment. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SegmentUses"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getEvaluations: {
        readonly parameters: {
            readonly query?: {
                readonly hours?: number;
                /** @description A time in the last hour. Default: now. */
                readonly until?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly flagKey: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The counts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EvaluationCounts"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSeenAttributes: {
        readonly parameters: {
            readonly query?: {
                readonly days?: number;
                /** @description Only evaluations of this flag. */
                readonly flag?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was seen most often comes first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SeenAttributes"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getFlagSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If one of them is the current one, the answer is 304. */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Data of the event `snapshot` of the stream. */
            readonly 200: {
                headers: {
                    /** @description The position of the flag set. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FlagSet"];
                };
            };
            /** @description The flag set is the one with this ETag. */
            readonly 304: {
                headers: {
                    /** @description The position of the flag set. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSdkKeys: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of keys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SdkKey"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createSdkKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewSdkKey"];
            };
        };
        readonly responses: {
            /** @description The new key. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MintedSdkKey"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSdkKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly keyId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The key, without its secret. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SdkKey"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeSdkKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly keyId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateSdkKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly keyId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SdkKeyRotation"];
            };
        };
        readonly responses: {
            /** @description The new key. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MintedSdkKey"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listReaders: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of readers. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Reader"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly watchChanges: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `id` of the last event that was received. Absent: from now on. */
                readonly "last-event-id"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The stream. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much of this is open, or computed, at once. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listWebhooks: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of webhooks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Webhook"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewWebhook"];
            };
        };
        readonly responses: {
            /** @description The new webhook. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The webhook, without its secret. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookPatch"];
            };
        };
        readonly responses: {
            /** @description The webhook, without its secret. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateWebhookSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookSecretRotation"];
            };
        };
        readonly responses: {
            /** @description The webhook with its new secret. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resumeWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The webhook, without its secret. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly testWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The delivery, which is sent soon. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDeliveryWithBody"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listWebhookDeliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
                readonly state?: "pending" | "delivered" | "failed";
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of deliveries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["WebhookDelivery"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getWebhookDelivery: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
                readonly deliveryId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The delivery. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDeliveryWithBody"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly redeliverWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly webhookId: string;
                readonly deliveryId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The delivery, which is sent soon. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDeliveryWithBody"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRoles: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of roles. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["RoleGrant"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putProjectRole: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["GrantedRole"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteProjectRole: {
        readonly parameters: {
            readonly query?: {
                /** @description Required if an environment is protected in which the role counts. */
                readonly reason?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putEnvironmentRole: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["GrantedRole"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteEnvironmentRole: {
        readonly parameters: {
            readonly query?: {
                /** @description Required if an environment is protected in which the role counts. */
                readonly reason?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                /** @description URL-safe: 1 to 100 of the characters A-Z a-z 0-9 . _ - (and not "." or ".."). */
                readonly environmentKey: string;
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly exportProjectAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The position of the last line that was received; of an entry from before the chains, g and its sequence. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One entry a line, oldest first, with its place in the chain, its hash and the one before it. Values are printed as the hash was made over them. The connection is closed within seconds when the token or the session no longer gives access. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jsonl": string;
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many exports run already. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly exportAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The position of the last line that was received; of an entry from before the chains, g and its sequence. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One entry a line, oldest first, with its place in the chain, its hash and the one before it. Values are printed as the hash was made over them. The connection is closed within seconds when the token or the session no longer gives access. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jsonl": string;
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many exports run already. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listProjectAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
                readonly resourceId?: string;
                readonly resourceType?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of entries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["AuditEntry"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getProjectAuditEntry: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly projectId: string;
                readonly entryId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entry. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditEntry"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
                readonly resourceId?: string;
                readonly resourceType?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of entries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["AuditEntry"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getAuditEntry: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly entryId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entry. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditEntry"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly eraseAuditValue: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewErasure"];
            };
        };
        readonly responses: {
            /** @description What was erased, and what still has the value. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getMe: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The user and the role. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of users. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["User"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewUser"];
            };
        };
        readonly responses: {
            /** @description The new user. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The user. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags. If none of them is the current one, the request is refused with 412. `*`: any, if the resource exists. */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UserPatch"];
            };
        };
        readonly responses: {
            /** @description The current user. */
            readonly 200: {
                headers: {
                    /** @description Identifies this state of the resource, for `If-Match`. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed since the ETag of `If-Match`, or does not exist. */
            readonly 412: {
                headers: {
                    /** @description The current state of the resource; absent if it does not exist. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSignInMethods: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The methods. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SignInMethods"];
                };
            };
        };
    };
    readonly getSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The user and the session. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SignedInUser"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly signIn: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PasswordSignIn"];
            };
        };
        readonly responses: {
            /** @description Signed in. The cookie of the session is in `set-cookie`. */
            readonly 200: {
                headers: {
                    /** @description The cookie: `__Host-sf_session` over https, `sf_session` on this machine. */
                    readonly "set-cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SignedInUser"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The email address, the password or the link is wrong. Which one is not said. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A page of another origin has sent the request. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts from this address, or for this account, have failed. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many people sign in at this moment, or the database is unreachable. `retry-after` says when to try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly signOut: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly redeemSignInLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LinkSignIn"];
            };
        };
        readonly responses: {
            /** @description Signed in. The cookie of the session is in `set-cookie`. */
            readonly 200: {
                headers: {
                    /** @description The cookie: `__Host-sf_session` over https, `sf_session` on this machine. */
                    readonly "set-cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SignedInUser"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The email address, the password or the link is wrong. Which one is not said. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A page of another origin has sent the request. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts from this address, or for this account, have failed. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many people sign in at this moment, or the database is unreachable. `retry-after` says when to try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly beginOidcSignIn: {
        readonly parameters: {
            readonly query?: {
                /** @description The path of the console to show afterwards. */
                readonly to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description To the provider, which asks the person to sign in. If the sign-in fails: to `/sign-in?error=CODE`, where CODE is one of `ATTEMPT_EXPIRED`, `TOO_MANY_ATTEMPTS`, `PROVIDER_UNAVAILABLE`, `PROVIDER_REFUSED`, `ANSWER_INVALID`, `NO_ROLE`. */
            readonly 302: {
                headers: {
                    /** @description Where to go. */
                    readonly location?: string;
                    /** @description The cookie of this sign-in, for 10 minutes; after it, the cookie of the session. */
                    readonly "set-cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `to` is no path of the console. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OpenID Connect is not set up. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable. `retry-after` says when to try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly finishOidcSignIn: {
        readonly parameters: {
            readonly query?: {
                /** @description Which sign-in is answered. */
                readonly state?: string;
                /** @description Exchanged for an ID token at the provider. Works once. */
                readonly code?: string;
                /** @description In place of a code. */
                readonly error?: string;
                /** @description The issuer that answers (RFC 9207). */
                readonly iss?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description To the path of the console that the sign-in was begun with. If the sign-in fails: to `/sign-in?error=CODE`, where CODE is one of `ATTEMPT_EXPIRED`, `TOO_MANY_ATTEMPTS`, `PROVIDER_UNAVAILABLE`, `PROVIDER_REFUSED`, `ANSWER_INVALID`, `NO_ROLE`. */
            readonly 302: {
                headers: {
                    /** @description Where to go. */
                    readonly location?: string;
                    /** @description The cookie of this sign-in, for 10 minutes; after it, the cookie of the session. */
                    readonly "set-cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `to` is no path of the console. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OpenID Connect is not set up. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable. `retry-after` says when to try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly setOwnPassword: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PasswordChange"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts from this address, or for this account, have failed. `retry-after` says when to try again. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOwnSessions: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of sessions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ListedSession"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly endOwnSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSessionsOfUser: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of sessions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Session"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly endSessionsOfUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly endSessionOfUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly userId: string;
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createSignInLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new link. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MintedSignInLink"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getInvitation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The invitation. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly inviteUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new invitation. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MintedSignInLink"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeInvitation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listApiTokens: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tokens. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ApiToken"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createApiToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly userId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewApiToken"];
            };
        };
        readonly responses: {
            /** @description The new token. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MintedApiToken"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeApiToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly userId: string;
                readonly tokenId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOwnApiTokens: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of entries in a page, at most 100. */
                readonly limit?: number;
                /** @description `next` of the previous page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tokens. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ApiToken"][];
                        /** @description The value of `after` for the next page; null on the last page. */
                        readonly next: string | null;
                    };
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createOwnApiToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same request with the same key again gets the same answer for 24 hours, and creates nothing. An answer that shows a secret is not repeated: 409 `ALREADY_CREATED` with the id. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewApiToken"];
            };
        };
        readonly responses: {
            /** @description The new token. */
            readonly 201: {
                headers: {
                    /** @description `true` if this is the answer to an earlier request with the same Idempotency-Key. */
                    readonly "Idempotency-Replayed"?: "true";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MintedApiToken"];
                };
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeOwnApiToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly tokenId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid. `errors` lists up to 100 faults. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API token is missing, unknown, revoked or expired, or the session has ended. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role is too low for this scope. `ORIGIN_REFUSED`: a page of another origin sends the cookie of a session. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource does not exist, or the caller has no role in its project. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path does not allow this method. `allow` lists those that it allows. */
            readonly 405: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request conflicts with the current state. `detail` names the conflict. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has too many bytes. `detail` says how many are allowed. */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON by its content type, or has a content encoding. */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An internal error, a fault of the control plane. */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unreachable; nothing was changed. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getOpenApiDocument: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The OpenAPI 3.1 document. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
        };
    };
    readonly getProjectDocumentSchema: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The JSON Schema (2020-12). */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
        };
    };
}
